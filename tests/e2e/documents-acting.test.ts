import type { GraphqlClient } from '#testing';
import { assemble, drafted, published, type Cast } from '../access/support/cast.ts';
import {
  create,
  done,
  edit,
  publish,
  read,
  review,
  share,
  submit,
  withdraw,
} from '../access/support/document-actions.ts';
import { StoredRows } from '../access/support/stored-rows.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let rows: StoredRows;
let cast: Cast;
/** A CONTRIBUTOR of the owner who is a PUBLISHER of the other institution. */
let both: Person;
const acting = (person: Person, slug: string): GraphqlClient => app.anonymous.as(person.token, slug);

beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
  both = await app.person(cast.owner, 'CONTRIBUTOR');
  await app.join(both.userId, cast.other, 'PUBLISHER');
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

const OWNER = '{ id institution { slug } }';
const CREATE = `mutation { documentCreate(input: { title: "A", summary: "B", body: "C", details: { guidance: {} } }) {
  document ${OWNER} userErrors { code } } }`;

test('the header names the institution for which a document is made', async () => {
  for (const slug of [cast.owner.slug, cast.other.slug]) {
    const { documentCreate } = await acting(both, slug).ask(CREATE);
    expect(documentCreate).toEqual({
      document: { id: expect.any(String), institution: { slug } },
      userErrors: [],
    });
  }
});

test('with one membership no header is needed', async () => {
  const { documentCreate } = await cast.author.client.ask(CREATE);
  expect(documentCreate.document.institution.slug).toBe(cast.owner.slug);
});

test('with several memberships and no header, a write is a malformed request and a read is not', async () => {
  const id = await published(cast);
  for (const mutation of [
    CREATE,
    `mutation { documentEdit(id: "${id}", expectedVersion: 1, input: {}) { document ${OWNER} } }`,
  ]) {
    const answer = await both.client.send(mutation);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  }
  expect(await read(both, id, 'title')).toEqual({ title: 'A title' });
});

test('with the header, a read sees what all memberships together see', async () => {
  const id = await published(cast);
  expect(await read(acting(both, cast.other.slug), id, 'title')).toEqual({ title: 'A title' });
});

test("an institution that is not the caller's is FORBIDDEN, in the same way whether it exists or not", async () => {
  const third = await app.institution();
  const left = await app.person(cast.owner, 'PUBLISHER');
  await rows.run(`UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [left.membershipId]);
  const suspended = await app.institution();
  const member = await app.person(suspended, 'PUBLISHER');
  await rows.run(`UPDATE institutions SET status = 'SUSPENDED' WHERE id = $1`, [suspended.id]);
  const cases: [Person, string][] = [
    [both, 'no-such-institution'],
    [both, third.slug],
    [left, cast.owner.slug],
    [member, suspended.slug],
  ];
  for (const query of ['{ documents { edges { node { id } } } }', CREATE]) {
    const unknown = await acting(both, 'no-such-institution').send(query);
    for (const [person, slug] of cases) {
      const answer = await acting(person, slug).send(query);
      expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
      expect(answer.data ?? null).toBeNull();
      expect(answer).toEqual(unknown);
    }
  }
});

test('a member of nothing writes nothing', async () => {
  const left = await app.person(cast.owner, 'PUBLISHER');
  await rows.run(`UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [left.membershipId]);
  const answer = await left.client.send(CREATE);
  expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
});

test('the role of one institution does nothing in another', async () => {
  const [draftId, publishedId] = [
    await drafted(cast, { coAuthorIds: [both.membershipId] }),
    await published(cast),
  ];
  for (const slug of [cast.owner.slug, cast.other.slug]) {
    const sender = acting(both, slug);
    expect((await publish(sender, draftId, 1)).codes).toEqual(['FORBIDDEN']);
    expect((await review(sender, publishedId)).codes).toEqual(['FORBIDDEN']);
    expect((await share(sender, publishedId, { level: 'COMMUNITY' })).codes).toEqual(['FORBIDDEN']);
    expect((await withdraw(sender, publishedId)).codes).toEqual(['FORBIDDEN']);
  }
});

test('an author who acts for another institution is not an author', async () => {
  const id = done(await create(acting(both, cast.owner.slug))).id as string;
  const [as, asOther] = [acting(both, cast.owner.slug), acting(both, cast.other.slug)];
  const before = await rows.of(id);
  for (const outcome of [
    await edit(asOther, id, 1),
    await submit(asOther, id),
    await share(asOther, id, { level: 'NAMED' }),
  ]) {
    expect(outcome.codes).toEqual(['FORBIDDEN']);
  }
  expect(await rows.of(id)).toBe(before);
  expect(done(await edit(as, id, 1)).versionNumber).toBe(2);
});

test('viewerCan tells what the acting institution may do', async () => {
  const id = done(await create(acting(both, cast.owner.slug))).id as string;
  const can = async (sender: GraphqlClient) => (await read(sender, id, 'viewerCan'))?.viewerCan;
  expect(await can(acting(both, cast.owner.slug))).toEqual([
    'document.edit',
    'document.submit',
    'document.share',
  ]);
  expect(await can(acting(both, cast.other.slug))).toEqual([]);
});

test('suspending the institution takes everything from its members, on the next request', async () => {
  const institution = await app.institution();
  const [author, publisher] = [
    await app.person(institution, 'CONTRIBUTOR'),
    await app.person(institution, 'PUBLISHER'),
  ];
  const id = done(await create(author)).id as string;
  expect(await read(publisher, id)).not.toBeNull();
  await rows.run(`UPDATE institutions SET status = 'SUSPENDED' WHERE id = $1`, [institution.id]);
  expect(await read(author, id)).toBeNull();
  expect(await read(publisher, id)).toBeNull();
  const answer = await publisher.client.send(
    `mutation { documentPublish(id: "${id}", expectedVersion: 1) { document { id } userErrors { code } } }`,
  );
  expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
});
