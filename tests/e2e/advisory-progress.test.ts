import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '#testing';
import { Issuer, respond, storedEvents } from '../support/advisories.ts';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const DAY = 24 * 3_600_000;
const BOARD = `document { id title } asked overdue remindedAt
  counts { pending acknowledged assessing done notApplicable }`;
const PROGRESS = `query($id: ID!) { advisoryProgress(documentId: $id) { ${BOARD} } }`;
const LIST = `query($id: ID!, $first: Int, $after: String, $statuses: [ResponseStatus!], $overdue: Boolean) {
  advisoryProgress(documentId: $id) { responses(first: $first, after: $after, statuses: $statuses, overdue: $overdue) {
    edges { cursor node { institution { id } status overdue } } pageInfo { hasNextPage endCursor } } } }`;
const REMIND = `mutation($id: ID!) { advisoryRemind(documentId: $id) {
  progress { ${BOARD} } userErrors { code message field } } }`;

let app: TestApp;
let issuer: Issuer;
let asked: Publisher[];
let sharing: object;
beforeAll(async () => {
  app = await TestApp.start();
  issuer = await Issuer.of(app);
  asked = [await Publisher.of(app), await Publisher.of(app), await Publisher.of(app)];
  sharing = { level: 'GROUPS', institutionIds: asked.map(({ institution }) => institution.id) };
});
afterAll(() => app?.stop());

const inDays = (days: number): string => new Date(app.clock.now().getTime() + days * DAY).toISOString();
const board = (): GraphqlClient => issuer.people.publisher.client;
const progress = async (id: string, client = board()): Promise<any> =>
  (await client.ask(PROGRESS, { id })).advisoryProgress;
const list = async (id: string, args: object): Promise<any> =>
  (await board().ask(LIST, { id, ...args })).advisoryProgress.responses;
const listed = async (id: string, args: object): Promise<string[]> =>
  (await list(id, { first: 100, ...args })).edges.map(({ node }: any) => node.institution.id).sort();
const idsOf = (...these: Publisher[]): string[] => these.map(({ institution }) => institution.id).sort();
const reminders = async ({ reviewer }: Publisher): Promise<string[]> => {
  const { inbox } = await reviewer.client.ask('{ inbox { edges { node { type documentId } } } }');
  const reminded = inbox.edges.filter(({ node }: any) => node.type === 'ADVISORY_REMINDER');
  return reminded.map(({ node }: any) => node.documentId);
};

describe("the issuer's board", () => {
  it('counts where the institutions stand, and which of them are late', async () => {
    const id = await issuer.issue(sharing, { responseDue: inDays(1) });
    const counts = { pending: 3, acknowledged: 0, assessing: 0, done: 0, notApplicable: 0 };
    const fresh = { document: { id, title: 'An advisory' }, asked: 3, overdue: 0, remindedAt: null };
    expect(await progress(id)).toEqual({ ...fresh, counts });
    await respond(asked[0]!.reviewer.client, id, 'ACKNOWLEDGED');
    await respond(asked[1]!.reviewer.client, id, 'NOT_APPLICABLE');
    app.clock.advance(DAY);
    expect(await progress(id)).toEqual({
      ...fresh,
      overdue: 1,
      counts: { ...counts, pending: 1, acknowledged: 1, notApplicable: 1 },
    });
    expect(await listed(id, {})).toEqual(idsOf(...asked));
    expect(await listed(id, { statuses: ['ACKNOWLEDGED', 'DONE'] })).toEqual(idsOf(asked[0]!));
    expect(await listed(id, { overdue: true })).toEqual(idsOf(asked[2]!));
    expect(await listed(id, { overdue: false })).toEqual(idsOf(asked[0]!, asked[1]!));
  });

  it('is paged by name, each institution once', async () => {
    const id = await issuer.issue(sharing);
    const all = (await list(id, {})).edges.map(({ node }: any) => node.institution.id);
    const first = await list(id, { first: 2 });
    const rest = await list(id, { first: 2, after: first.pageInfo.endCursor });
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    expect([...first.edges, ...rest.edges].map(({ node }: any) => node.institution.id)).toEqual(all);
    const answer = await board().send(LIST, { id, after: 'x' });
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it("is the issuer's PUBLISHERs' alone", async () => {
    const id = await issuer.issue(sharing);
    const { author, reviewer } = issuer.people;
    for (const { client } of [author, reviewer, asked[0]!.publisher]) {
      expect(await progress(id, client)).toBeNull();
      expect(await refusal(client, REMIND, { id })).toEqual(['FORBIDDEN']);
    }
    const stranger = await Publisher.of(app);
    expect(await progress(id, stranger.publisher.client)).toBeNull();
    expect(await refusal(stranger.publisher.client, REMIND, { id })).toEqual(['NOT_FOUND']);
    expect(await progress(randomUUID())).toBeNull();
    expect(await progress(await issuer.people.publish({ sharing }))).toBeNull();
  });
});

describe('a reminder', () => {
  it('reaches those who have not answered, until they have', async () => {
    const id = await issuer.issue(sharing);
    await respond(asked[0]!.reviewer.client, id, 'ACKNOWLEDGED');
    const reminded = await mutate(board(), REMIND, { id });
    expect(reminded.remindedAt).toEqual(expect.any(String));
    expect(await reminders(asked[0]!)).not.toContain(id);
    for (const one of asked.slice(1)) expect(await reminders(one)).toContain(id);
    await respond(asked[1]!.reviewer.client, id, 'DONE');
    expect(await reminders(asked[1]!)).not.toContain(id);
    const [event] = (await storedEvents(app, id)).filter((one) => one.event === 'advisory.reminded');
    expect(event).toMatchObject({
      institutionId: issuer.people.institution.id,
      details: { institutions: 2 },
    });
  });

  it('comes once a day at the most, and is over with the question', async () => {
    const id = await issuer.issue(sharing);
    const outcomes = await Promise.all([1, 2, 3].map(() => refusal(board(), REMIND, { id })));
    expect(outcomes.flat()).toEqual(['STATE', 'STATE']);
    app.clock.advance(DAY - 60_000);
    expect(await refusal(board(), REMIND, { id })).toEqual(['STATE']);
    app.clock.advance(2 * 60_000);
    expect(await refusal(board(), REMIND, { id })).toEqual([]);
    await issuer.revise(id, 1, true);
    expect((await progress(id)).remindedAt).toBeNull();
    expect(await reminders(asked[0]!)).not.toContain(id);
  });

  it('is refused where nobody is left to remind', async () => {
    const [answered, withdrawn, expired] = [
      await issuer.issue(sharing),
      await issuer.issue(sharing),
      await issuer.issue(sharing, { expiresAt: inDays(1) }),
    ];
    for (const { reviewer } of asked) await respond(reviewer.client, answered, 'DONE');
    await issuer.withdraw(withdrawn);
    app.clock.advance(2 * DAY);
    for (const id of [answered, withdrawn, expired]) {
      expect(await refusal(board(), REMIND, { id })).toEqual(['STATE']);
    }
  });
});
