import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '#testing';
import { Issuer, myResponse, respond, responsesTo } from '../../support/advisories.ts';
import { Publisher } from '../../support/publishing.ts';
import { ANY_QUERY, TestApp, type Person } from '../../support/test-app.ts';
import { PROBES } from './probes.ts';

const SECRET = 'quokkarium';
const HOUR = 3_600_000;

let app: TestApp;
let issuer: Issuer;
/** Institutions that are asked. */
let [one, other] = [] as unknown as [Publisher, Publisher];
/** Everybody who must not learn what `one` says, nor that it is asked. */
let strangers: Record<string, GraphqlClient>;
let sharing: object;

beforeAll(async () => {
  app = await TestApp.start(ANY_QUERY);
  issuer = await Issuer.of(app);
  [one, other] = [await Publisher.of(app), await Publisher.of(app)];
  sharing = { level: 'GROUPS', institutionIds: [one.institution.id, other.institution.id] };
  const outside = await Publisher.of(app);
  const both = await app.person(other.institution, 'PUBLISHER');
  await app.join(both.userId, issuer.people.institution, 'REVIEWER');
  strangers = {
    nobody: app.anonymous,
    'a publisher who is asked as well': other.publisher.client,
    'a reader who is asked as well': (await app.person(other.institution, 'READER')).client,
    'an administrator and auditor who is asked as well': (
      await app.person(other.institution, 'PUBLISHER', { administrator: true, auditor: true })
    ).client,
    'a publisher who is not asked': outside.publisher.client,
    'the author': issuer.people.author.client,
    'a reviewer of the issuer': issuer.people.reviewer.client,
    'an administrator and auditor of the issuer': (
      await app.person(issuer.people.institution, 'REVIEWER', { administrator: true, auditor: true })
    ).client,
    'someone in two institutions': both.client,
    'the same, for the one that is asked': app.anonymous.as(both.token, other.institution.slug),
    'the same, for the issuer': app.anonymous.as(both.token, issuer.people.institution.slug),
  };
});
afterAll(() => app?.stop());

/** Everything that one can see of an advisory by asking, and of all else there is. */
async function seen(client: GraphqlClient, id: string): Promise<string> {
  const aim = { id, requestId: randomUUID(), partnerId: randomUUID(), word: SECRET };
  const from = { institutionId: one.institution.id, membershipId: one.reviewer.membershipId };
  const answers: unknown[] = [];
  for (const [coordinate, { query, variables }] of Object.entries(PROBES)) {
    if (!coordinate.startsWith('Query.')) continue;
    const { status, data, errors } = await client.send(query, variables({ ...aim, ...from }));
    answers.push({ coordinate, status, data, errors });
  }
  return JSON.stringify(answers);
}

describe('what an institution says about an advisory', () => {
  it('changes nothing of what anybody else sees, but for the publishers of the issuer', async () => {
    const due = new Date(app.clock.now().getTime() + HOUR).toISOString();
    const id = await issuer.issue(sharing, { responseDue: due });
    await issuer.issue({ level: 'PUBLIC' });
    await app.index();
    app.clock.advance(2 * HOUR);
    const look = async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(strangers).map(async ([name, client]) => [name, await seen(client, id)] as const),
        ),
      );
    const before = await look();
    for (const status of ['ACKNOWLEDGED', 'ASSESSING', 'NOT_APPLICABLE']) {
      await respond(one.reviewer.client, id, status, { note: SECRET });
      await app.index();
      const after = await look();
      for (const name of Object.keys(strangers))
        expect(`${name}: ${after[name]}`).toBe(`${name}: ${before[name]}`);
      expect(JSON.stringify(after)).not.toContain(SECRET);
    }
    // The same questions would notice: who may know sees it in the answers.
    for (const person of [issuer.people.publisher, one.author]) {
      expect(await seen(person.client, id)).toContain(SECRET);
    }
  });

  it('leaves what another institution is answered as it would have been', async () => {
    const [answered, untouched] = [await issuer.issue(sharing), await issuer.issue(sharing)];
    await respond(one.reviewer.client, answered, 'DONE', { note: SECRET });
    const timeless = (response: object): object => ({ ...response, respondedAt: null });
    for (const status of ['ACKNOWLEDGED', 'DONE']) {
      const [here, there] = [
        await respond(other.publisher.client, answered, status),
        await respond(other.publisher.client, untouched, status),
      ];
      expect(timeless(here)).toEqual(timeless(there));
    }
  });

  it('is shown to its own members and to nobody of another institution', async () => {
    const id = await issuer.issue(sharing);
    await respond(one.reviewer.client, id, 'DONE', { note: SECRET });
    expect((await myResponse(one.author.client, id)).note).toBe(SECRET);
    expect((await myResponse(other.publisher.client, id)).status).toBe('PENDING');
    for (const client of Object.values(strangers)) {
      expect((await responsesTo(client, id)) ?? null).toBeNull();
      expect(JSON.stringify((await myResponse(client, id)) ?? null)).not.toContain(SECRET);
    }
    expect(await responsesTo(one.publisher.client, id)).toBeNull();
    expect(await myResponse(issuer.people.publisher.client, id)).toBeNull();
  });
});

describe('someone in several institutions', () => {
  let person: Person;
  let id: string;

  beforeAll(async () => {
    person = await app.person(one.institution, 'PUBLISHER');
    await app.join(person.userId, other.institution, 'READER');
    await app.join(person.userId, issuer.people.institution, 'PUBLISHER');
    id = await issuer.issue(sharing);
    await respond(one.reviewer.client, id, 'DONE', { note: SECRET });
  });

  it('sees the answer of the institution acted for, and none without naming one', async () => {
    expect(await myResponse(person.client, id)).toBeNull();
    expect(await responsesTo(person.client, id)).toBeNull();
    const as = ({ slug }: { slug: string }): GraphqlClient => app.anonymous.as(person.token, slug);
    expect((await myResponse(as(one.institution), id)).note).toBe(SECRET);
    expect((await myResponse(as(other.institution), id)).status).toBe('PENDING');
    expect(await responsesTo(as(one.institution), id)).toBeNull();
    expect(await myResponse(as(issuer.people.institution), id)).toBeNull();
    expect(await responsesTo(as(issuer.people.institution), id)).toHaveLength(2);
  });

  it('does not see it where the membership acted for may not read the advisory itself', async () => {
    const higher = await issuer.issue({ ...sharing, minimumRole: 'REVIEWER' });
    await respond(other.reviewer.client, higher, 'DONE', { note: SECRET });
    const asReader = app.anonymous.as(person.token, other.institution.slug);
    expect(await myResponse(asReader, higher)).toBeNull();
    expect((await myResponse(other.reviewer.client, higher)).note).toBe(SECRET);
  });
});
