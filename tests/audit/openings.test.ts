import { DeferredTrail } from '#audit';
import { newId } from '#kernel';
import { Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const OPEN = 'query($id: ID!) { document(id: $id) { id title } }';
const LIST = '{ documents(first: 100) { edges { node { id title body } } } }';
const WITHDRAW = `mutation($id: ID!) {
  documentWithdraw(id: $id, reason: "x") { document { id } userErrors { code message field } } }`;

interface Row {
  event: string;
  institutionId: string | null;
  userId: string | null;
  origin: string | null;
  requestId: string | null;
  outcome: string;
  details: object;
}

let app: TestApp;
let owner: Publisher;
let readers: { id: string; slug: string };
let reader: Person;
beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  readers = await app.institution();
  reader = await app.person(readers, 'READER');
});
afterAll(() => app.stop());

/** What the trail says of a document but for its changes, whatever has been answered until now. */
async function recorded(id: string): Promise<Row[]> {
  await app.app.get(DeferredTrail).drain();
  return rowsOf<Row>(
    app.databaseUrl,
    `SELECT event, institution_id AS "institutionId", user_id AS "userId", origin, request_id AS "requestId",
       outcome, details FROM audit_events
     WHERE subject_id = $1 AND event IN ('document.opened', 'document.denied') ORDER BY id`,
    [id],
  );
}

const community = (more: object = {}): Promise<string> =>
  owner.publish({ sharing: { level: 'COMMUNITY', tlp: 'GREEN', ...more } });

describe('opening a document', () => {
  it('is recorded once for each person, version and day, in the trail of the institution it was read for', async () => {
    const id = await community();
    for (let times = 0; times < 3; times += 1) await reader.client.ask(OPEN, { id });
    const [row, ...more] = await recorded(id);
    expect(more).toEqual([]);
    expect(row).toEqual({
      ...{ event: 'document.opened', institutionId: readers.id, userId: reader.userId, origin: '127.0.0.1' },
      ...{ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), outcome: 'DONE', details: { version: 1 } },
    });

    app.clock.advance(24 * 3_600_000);
    await reader.client.ask(OPEN, { id });
    expect(await recorded(id)).toHaveLength(2);
  });

  it('is recorded from the page that links lead to', async () => {
    const id = await community();
    const page = `${await app.app.getUrl()}/documents/${id}`;
    await fetch(page, { headers: { authorization: `Bearer ${reader.token}` } });
    expect(await recorded(id)).toMatchObject([{ event: 'document.opened', userId: reader.userId }]);
  });

  it('is not recorded for lists, nor of people who are not signed in', async () => {
    const id = await owner.publish({ sharing: { level: 'PUBLIC', tlp: 'CLEAR' } });
    await reader.client.ask(LIST);
    await app.anonymous.ask(OPEN, { id });
    expect(await recorded(id)).toEqual([]);
  });

  it('counts for the membership by which it was readable', async () => {
    const second = await app.institution({ kind: 'FUNDER' });
    const person = await app.person(readers, 'READER');
    await app.join(person.userId, second, 'READER');
    const id = await community({ kinds: ['FUNDER'] });
    await person.client.ask(OPEN, { id });
    await person.client.as(person.token, readers.slug).ask(OPEN, { id });
    expect(await recorded(id)).toMatchObject([{ institutionId: second.id }]);

    const both = await community();
    await person.client.as(person.token, second.slug).ask(OPEN, { id: both });
    expect(await recorded(both)).toMatchObject([{ institutionId: second.id }]);
  });
});

describe('a document that is denied', () => {
  it("is recorded for both sides: the person to their own auditors, the institution to the owner's", async () => {
    const id = await owner.publish({ sharing: { level: 'INSTITUTION' } });
    expect(await reader.client.ask(OPEN, { id })).toEqual({ document: null });
    const [own, owners, ...more] = await recorded(id);
    expect(more).toEqual([]);
    expect(own).toMatchObject({
      ...{ event: 'document.denied', institutionId: readers.id, userId: reader.userId, outcome: 'DENIED' },
      ...{ origin: '127.0.0.1', details: { what: 'document' } },
    });
    expect(owners).toMatchObject({
      ...{ event: 'document.denied', institutionId: owner.institution.id, userId: null, outcome: 'DENIED' },
      ...{ origin: null, requestId: null, details: { what: 'document', institution: readers.id } },
    });
  });

  it("tells in the asker's own trail nothing of the document, not even that there is one", async () => {
    const id = await owner.publish({
      sharing: {
        level: 'GROUPS',
        tlp: 'AMBER',
        attribution: 'WITHHELD',
        institutionIds: [owner.institution.id],
      },
    });
    const nothing = newId();
    await reader.client.ask(OPEN, { id });
    await reader.client.ask(OPEN, { id: nothing });
    const own = async (about: string): Promise<object[]> =>
      (await recorded(about))
        .filter(({ institutionId }) => institutionId === readers.id)
        .map(({ requestId: _requestId, ...row }) => row);
    expect(await own(id)).toEqual(await own(nothing));
    expect(await own(id)).toHaveLength(1);
  });

  it('is recorded of colleagues with their name, once', async () => {
    const id = await owner.draft({ sharing: { level: 'INSTITUTION' } });
    const colleague = await app.person(owner.institution, 'READER');
    await colleague.client.ask(OPEN, { id });
    expect(await recorded(id)).toMatchObject([
      {
        institutionId: owner.institution.id,
        userId: colleague.userId,
        outcome: 'DENIED',
        origin: '127.0.0.1',
      },
    ]);
  });

  it('is recorded of people who are not signed in only where there is one', async () => {
    const [id, nothing] = [await community(), newId()];
    await app.anonymous.ask(OPEN, { id });
    await app.anonymous.ask(OPEN, { id: nothing });
    await fetch(`${await app.app.getUrl()}/documents/${id}`);
    expect(await recorded(id)).toMatchObject([
      {
        institutionId: owner.institution.id,
        userId: null,
        origin: '127.0.0.1',
        details: { what: 'document' },
      },
      { institutionId: owner.institution.id, userId: null, origin: '127.0.0.1', details: { what: 'page' } },
    ]);
    expect(await recorded(nothing)).toEqual([]);
  });

  it('is recorded when it is written on, whether it can be read or not', async () => {
    const [hidden, shown] = [await owner.publish({ sharing: { level: 'INSTITUTION' } }), await community()];
    expect(await refusal(reader.client, WITHDRAW, { id: hidden })).toEqual(['NOT_FOUND']);
    expect(await refusal(reader.client, WITHDRAW, { id: shown })).toEqual(['FORBIDDEN']);
    for (const id of [hidden, shown]) {
      expect(await recorded(id)).toMatchObject([
        { institutionId: readers.id, userId: reader.userId, details: { what: 'documentWithdraw' } },
        { institutionId: owner.institution.id, userId: null },
      ]);
    }
  });

  test.each([
    [
      'explainAccess',
      'query($id: ID!) { it: explainAccess(documentId: $id, membershipId: $id) { allowed } }',
    ],
    [
      'previewAudience',
      'query($id: ID!) { it: previewAudience(documentId: $id, sharing: { level: PUBLIC }) { peopleBefore } }',
    ],
    ['documentReaders', 'query($id: ID!) { it: documentReaders(id: $id) { institutionCount } }'],
    ['advisoryProgress', 'query($id: ID!) { it: advisoryProgress(documentId: $id) { asked } }'],
    [
      'documentEdit',
      'mutation($id: ID!) { it: documentEdit(id: $id, expectedVersion: 1, input: {}) { userErrors { code } } }',
    ],
    ['documentSubmit', 'mutation($id: ID!) { it: documentSubmit(id: $id) { userErrors { code } } }'],
    [
      'documentReview',
      'mutation($id: ID!) { it: documentReview(id: $id, decision: APPROVE) { userErrors { code } } }',
    ],
    [
      'documentPublish',
      'mutation($id: ID!) { it: documentPublish(id: $id, expectedVersion: 1) { userErrors { code } } }',
    ],
    [
      'documentShare',
      'mutation($id: ID!) { it: documentShare(id: $id, sharing: { level: PUBLIC }) { userErrors { code } } }',
    ],
    [
      'documentShowStub',
      'mutation($id: ID!) { it: documentShowStub(id: $id, title: "x") { userErrors { code } } }',
    ],
    [
      'accessRequest',
      'mutation($id: ID!) { it: accessRequest(documentId: $id, reason: "x") { userErrors { code } } }',
    ],
    [
      'accessGrantRevoke',
      'mutation($id: ID!) { it: accessGrantRevoke(documentId: $id, institutionId: $id) { userErrors { code } } }',
    ],
    [
      'advisoryRespond',
      'mutation($id: ID!) { it: advisoryRespond(documentId: $id, status: DONE) { userErrors { code } } }',
    ],
    ['advisoryRemind', 'mutation($id: ID!) { it: advisoryRemind(documentId: $id) { userErrors { code } } }'],
    [
      'decisionConfirm',
      'mutation($id: ID!) { it: decisionConfirm(documentId: $id) { userErrors { code } } }',
    ],
    ['follow', 'mutation($id: ID!) { it: follow(input: { documentId: $id }) { userErrors { code } } }'],
  ])('is recorded of %s', async (what, query) => {
    const id = await owner.draft({ sharing: { level: 'INSTITUTION' } });
    await reader.client.ask(query, { id });
    const rows = await recorded(id);
    expect(rows.map(({ institutionId }) => institutionId)).toEqual([readers.id, owner.institution.id]);
    for (const row of rows) expect(row).toMatchObject({ outcome: 'DENIED', details: { what } });
  });
});
