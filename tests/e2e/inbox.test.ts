import type { GraphqlClient } from '#testing';
import { Issuer, respond } from '../support/advisories.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const DAY = 24 * 3_600_000;
const ERRORS = 'userErrors { code message field }';
const INBOX = `query($first: Int, $after: String) { inbox(first: $first, after: $after) {
  edges { cursor node { id type what documentId subjectId due since document { id title } } }
  pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

let app: TestApp;
let issuer: Issuer;
beforeAll(async () => {
  app = await TestApp.start();
  issuer = await Issuer.of(app);
});
afterAll(() => app?.stop());

const inDays = (days: number): string => new Date(app.clock.now().getTime() + days * DAY).toISOString();
const day = (days: number): string => inDays(days).slice(0, 10);
const inbox = async (client: GraphqlClient, page: object = {}): Promise<any> =>
  (await client.ask(INBOX, page)).inbox;
const items = async (client: GraphqlClient): Promise<any[]> =>
  (await inbox(client, { first: 100 })).edges.map((edge: any) => edge.node);
const about = async (client: GraphqlClient): Promise<[string, string][]> =>
  (await items(client)).map(({ type, subjectId }) => [type, subjectId]);
const to = ({ institution }: Publisher): object => ({
  level: 'GROUPS',
  institutionIds: [institution.id],
});

describe('advisories in the inbox', () => {
  it('come by due date, for those who answer for an institution that is asked', async () => {
    const asked = await Publisher.of(app);
    const whenever = await issuer.issue(to(asked));
    const later = await issuer.issue(to(asked), { responseDue: inDays(9) });
    const soon = await issuer.issue(to(asked), { responseDue: inDays(2) });
    for (const person of [asked.reviewer, asked.publisher]) {
      expect(await about(person.client)).toEqual([
        ['ADVISORY_TO_ANSWER', soon],
        ['ADVISORY_TO_ANSWER', later],
        ['ADVISORY_TO_ANSWER', whenever],
      ]);
    }
    expect(await items(asked.author.client)).toEqual([]);
    expect(await items(issuer.people.publisher.client)).toEqual([]);
    const [first] = await items(asked.reviewer.client);
    expect(first).toMatchObject({
      what: 'Answer this advisory.',
      document: { id: soon, title: 'An advisory' },
    });
  });

  it('stay until they are dealt with, come again with a material version, and go when they expire', async () => {
    const asked = await Publisher.of(app);
    const { client } = asked.reviewer;
    const id = await issuer.issue(to(asked), { expiresAt: inDays(5) });
    await respond(client, id, 'ASSESSING');
    expect(await about(client)).toEqual([['ADVISORY_IN_HAND', id]]);
    await respond(client, id, 'DONE');
    expect(await about(client)).toEqual([]);
    await issuer.revise(id, 1, false);
    expect(await about(client)).toEqual([]);
    await issuer.revise(id, 2, true);
    expect(await about(client)).toEqual([['ADVISORY_TO_ANSWER', id]]);
    app.clock.advance(5 * DAY + 60_000);
    expect(await about(client)).toEqual([]);
  });

  it('say when they are gone, to an institution that had answered, for 30 days', async () => {
    const asked = await Publisher.of(app);
    const silent = await Publisher.of(app);
    const sharing = {
      level: 'GROUPS',
      institutionIds: [asked.institution.id, silent.institution.id],
    };
    const [withdrawn, replaced, next] = [
      await issuer.issue(sharing),
      await issuer.issue(sharing),
      await issuer.issue(to(asked)),
    ];
    for (const id of [withdrawn, replaced, next]) await respond(asked.reviewer.client, id, 'DONE');
    await issuer.withdraw(withdrawn);
    app.clock.advance(1_000);
    await issuer.withdraw(replaced, next);
    const told = await items(asked.reviewer.client);
    expect(told.map(({ type, documentId }) => [type, documentId])).toEqual([
      ['ADVISORY_ENDED', withdrawn],
      ['ADVISORY_ENDED', replaced],
    ]);
    expect(told.map(({ document }) => document)).toEqual([null, null]);
    expect(told.map(({ what }) => what)).toEqual([
      expect.stringContaining('withdrawn'),
      expect.stringContaining('replaced'),
    ]);
    expect(await items(silent.reviewer.client)).toEqual([]);
    app.clock.advance(30 * DAY);
    expect(await items(asked.reviewer.client)).toEqual([]);
  });
});

describe('own work in the inbox', () => {
  it('is what colleagues have handed in, for reviewers who had no part in it', async () => {
    const own = await Publisher.of(app);
    const id = await own.draft({ sharing: { level: 'COMMUNITY' } });
    expect(await items(own.reviewer.client)).toEqual([]);
    const submit = (client: GraphqlClient, one: string): Promise<any> =>
      mutate(client, `mutation($id: ID!) { documentSubmit(id: $id) { document { id } ${ERRORS} } }`, {
        id: one,
      });
    await submit(own.author.client, id);
    expect(await about(own.reviewer.client)).toEqual([['REVIEW', id]]);
    expect(await about(own.publisher.client)).toEqual([['REVIEW', id]]);
    expect(await about(own.author.client)).toEqual([]);

    const create = `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`;
    const input = { title: 't', summary: 's', body: 'b', details: { guidance: {} } };
    const { id: reviewers } = await mutate(own.reviewer.client, create, { input });
    await submit(own.reviewer.client, reviewers);
    expect((await about(own.reviewer.client)).map(([, one]) => one)).not.toContain(reviewers);
    expect((await about(own.publisher.client)).map(([, one]) => one)).toContain(reviewers);
  });

  it('is what others ask to read, for publishers', async () => {
    const own = await Publisher.of(app);
    const asker = await Publisher.of(app);
    const id = await own.publish({ sharing: { level: 'INSTITUTION' } });
    await mutate(
      own.publisher.client,
      `mutation($id: ID!) { documentShowStub(id: $id, title: "A stub") { document { id } ${ERRORS} } }`,
      { id },
    );
    const request = await mutate(
      asker.author.client,
      `mutation($id: ID!) { accessRequest(documentId: $id, reason: "A like case") { accessRequest { id } ${ERRORS} } }`,
      { id },
    );
    const [item] = await items(own.publisher.client);
    expect(item).toMatchObject({ type: 'ACCESS_REQUEST', subjectId: request.id, documentId: id });
    expect(item.what).toContain(asker.institution.name);
    for (const { client } of [own.reviewer, own.author, asker.publisher])
      expect(await items(client)).toEqual([]);
    await mutate(
      own.publisher.client,
      `mutation($id: ID!) { accessRequestDecide(id: $id, decision: DECLINE) { accessRequest { id } ${ERRORS} } }`,
      { id: request.id },
    );
    expect(await items(own.publisher.client)).toEqual([]);
  });

  it('is what is overdue for review, for its author, and for publishers once no author is left', async () => {
    const own = await Publisher.of(app);
    const wanted = { sharing: { level: 'INSTITUTION' }, reviewBy: day(-3) };
    const id = await own.publish(wanted);
    await own.publish({ ...wanted, reviewBy: day(0) });
    const [item] = await items(own.author.client);
    expect(item).toMatchObject({ type: 'OVERDUE_DOCUMENT', documentId: id, due: `${day(-3)}T00:00:00.000Z` });
    expect(await items(own.author.client)).toHaveLength(1);
    expect(await items(own.publisher.client)).toEqual([]);
    const administrator = await app.person(own.institution, 'READER', { administrator: true });
    await mutate(
      administrator.client,
      `mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } ${ERRORS} } }`,
      { id: own.author.membershipId },
    );
    expect(await about(own.publisher.client)).toEqual([['OVERDUE_DOCUMENT', id]]);
    expect(await items(own.reviewer.client)).toEqual([]);
  });
});

describe('the inbox', () => {
  it('is paged, each item once, in order', async () => {
    const asked = await Publisher.of(app);
    const due = [inDays(1), inDays(1), null, inDays(3), null];
    for (const responseDue of due) await issuer.issue(to(asked), { responseDue });
    const { client } = asked.reviewer;
    const all = (await items(client)).map(({ id }) => id);
    expect(new Set(all).size).toBe(due.length);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page: any = await inbox(client, { first: 2, after });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      paged.push(...page.edges.map((edge: any) => edge.node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(paged).toEqual(all);
  });

  it('is of the institution acted for: null for several of which none is named, and empty for a reader', async () => {
    const [first, second] = [await Publisher.of(app), await Publisher.of(app)];
    const person = await app.person(first.institution, 'REVIEWER');
    await app.join(person.userId, second.institution, 'READER');
    const sharing = {
      level: 'GROUPS',
      institutionIds: [first.institution.id, second.institution.id],
    };
    const id = await issuer.issue(sharing);
    expect(await inbox(person.client)).toBeNull();
    expect(await about(app.anonymous.as(person.token, first.institution.slug))).toEqual([
      ['ADVISORY_TO_ANSWER', id],
    ]);
    expect(await items(app.anonymous.as(person.token, second.institution.slug))).toEqual([]);
    const answer = await app.anonymous.send(INBOX);
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});
