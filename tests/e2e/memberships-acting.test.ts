import { InstitutionsService, MembershipsService } from '#institutions';
import type { GraphqlClient } from '#testing';
import { TestApp, type Person } from '../support/test-app.ts';

const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { institution { slug } } userErrors { code } }
}`;
const INPUT = { title: 'A note', summary: 'In short', body: '', details: { guidance: {} } };
const INVITE = `mutation($id: ID!, $email: String!) {
  membershipInvite(institutionId: $id, email: $email, role: READER) { membership { id } userErrors { code field } }
}`;
const GROUP =
  'mutation { sharingGroupCreate(name: "Circle") { sharingGroup { owner { slug } } userErrors { code } } }';
const READS = [
  '{ viewer { user { id } } }',
  '{ institutions { edges { cursor } } }',
  '{ documents { edges { cursor } } }',
];

let app: TestApp;
let first: { id: string; slug: string };
let second: { id: string; slug: string };
let foreign: { id: string; slug: string };
/** CONTRIBUTOR and administrator of the first, READER of the second. */
let both: Person;

beforeAll(async () => {
  app = await TestApp.start();
  first = await app.institution({ slug: 'first' });
  second = await app.institution({ slug: 'second' });
  foreign = await app.institution({ slug: 'foreign' });
  both = await app.person(first, 'CONTRIBUTOR', { administrator: true });
  await app.join(both.userId, second, 'READER');
  await app.person(second, 'READER', { administrator: true });
});
afterAll(() => app.stop());

const acting = (person: Person, slug: string): GraphqlClient => app.anonymous.as(person.token, slug);

async function codesOf(client: GraphqlClient, query: string, variables: object = {}): Promise<string[]> {
  return (await client.send(query, variables)).errors.map((error) => error.extensions.code);
}

describe('with one membership', () => {
  test('it acts, named or not', async () => {
    const person = await app.person(first, 'CONTRIBUTOR');

    for (const client of [person.client, acting(person, 'first')]) {
      const { documentCreate } = await client.ask(CREATE, { input: INPUT });
      expect(documentCreate).toEqual({ document: { institution: { slug: 'first' } }, userErrors: [] });
    }
  });
});

describe('with several memberships', () => {
  test.each([
    ['documentCreate', CREATE, { input: INPUT }],
    ['membershipInvite', INVITE, { id: '', email: 'x@example.org' }],
    [
      'membershipRevoke',
      'mutation($id: ID!) { membershipRevoke(id: $id) { userErrors { code } } }',
      { id: '' },
    ],
    [
      'membershipChange',
      'mutation($id: ID!) { membershipChange(id: $id, role: READER) { userErrors { code } } }',
      { id: '' },
    ],
    ['sharingGroupCreate', GROUP, {}],
  ])('a write that names none is BAD_USER_INPUT: %s', async (field, mutation, variables) => {
    const answer = await both.client.send(mutation, { ...variables, id: first.id });

    expect(answer.errors).toMatchObject([{ path: [field], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(answer.errors[0]!.message).toContain('X-Institution');
    expect(answer.status).toBeLessThan(500);
  });

  test('reads need no name', async () => {
    for (const query of READS) expect(await codesOf(both.client, query)).toEqual([]);
    const { viewer } = await both.client.ask('{ viewer { memberships { institution { slug } } } }');
    expect(viewer.memberships.map((one: any) => one.institution.slug).toSorted()).toEqual([
      'first',
      'second',
    ]);
  });

  test('the role of the one that acts decides, not the best of them', async () => {
    const own = await acting(both, 'first').ask(CREATE, { input: INPUT });
    expect(own.documentCreate).toEqual({ document: { institution: { slug: 'first' } }, userErrors: [] });

    const { documentCreate } = await acting(both, 'second').ask(CREATE, { input: INPUT });
    expect(documentCreate).toEqual({ document: null, userErrors: [{ code: 'FORBIDDEN' }] });
  });

  test('an administrator of one administers neither the other nor this one while acting for the other', async () => {
    for (const [slug, institution] of [
      ['first', second],
      ['second', second],
      ['second', first],
    ] as const) {
      const { membershipInvite } = await acting(both, slug).ask(INVITE, {
        id: institution.id,
        email: 'x@example.org',
      });
      expect(membershipInvite).toEqual({
        membership: null,
        userErrors: [{ code: 'FORBIDDEN', field: ['institutionId'] }],
      });
    }
    const { membershipInvite } = await acting(both, 'first').ask(INVITE, {
      id: first.id,
      email: 'y@example.org',
    });
    expect(membershipInvite.userErrors).toEqual([]);
  });

  test('a sharing group belongs to the one that acts', async () => {
    expect(await acting(both, 'first').ask(GROUP)).toEqual({
      sharingGroupCreate: { sharingGroup: { owner: { slug: 'first' } }, userErrors: [] },
    });
    expect(await acting(both, 'second').ask(GROUP)).toEqual({
      sharingGroupCreate: { sharingGroup: null, userErrors: [{ code: 'FORBIDDEN' }] },
    });
  });

  test('once only one of them is left, it acts unnamed', async () => {
    const person = await app.person(first, 'CONTRIBUTOR');
    await app.join(person.userId, second, 'CONTRIBUTOR');
    expect(await codesOf(person.client, CREATE, { input: INPUT })).toEqual(['BAD_USER_INPUT']);

    await app.app.get(MembershipsService).revokeByOperator(person.userId, first.id);

    const { documentCreate } = await person.client.ask(CREATE, { input: INPUT });
    expect(documentCreate.document).toEqual({ institution: { slug: 'second' } });
  });
});

describe('naming an institution that is not one’s own', () => {
  test.each([
    ['of others', 'foreign'],
    ['that does not exist', 'nowhere'],
    ['by its name in capitals', 'FIRST'],
    ['with several names', 'first, second'],
    ['that is no slug at all', "' OR true --"],
  ])('one %s is FORBIDDEN, for writes and for reads, with the same answer', async (_name, slug) => {
    const wanted = await acting(both, 'foreign').send(READS[0]!);

    for (const query of [...READS, GROUP]) {
      const answer = await acting(both, slug).send(query);
      expect(answer.status).toBe(403);
      expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
      expect(answer.data ?? null).toBeNull();
      expect(answer.errors[0]!.message).toBe(wanted.errors[0]!.message);
    }
  });

  test('is FORBIDDEN from the request on that follows a revocation, a suspension or an expiry', async () => {
    const frozen = await app.institution({ slug: 'frozen' });
    const person = await app.person(frozen, 'READER');
    await app.join(person.userId, second, 'READER');
    await app.join(person.userId, foreign, 'READER');
    const admin = await app.person(foreign, 'READER', { administrator: true });
    for (const slug of ['frozen', 'second', 'foreign'])
      expect(await codesOf(acting(person, slug), READS[0]!)).toEqual([]);

    await app.app.get(InstitutionsService).setStatus('frozen', 'SUSPENDED');
    await app.app.get(MembershipsService).revokeByOperator(person.userId, second.id);
    const { viewer } = await person.client.ask('{ viewer { memberships { id institution { slug } } } }');
    const last = viewer.memberships.find((one: any) => one.institution.slug === 'foreign');
    await admin.client.ask(
      'mutation($id: ID!, $t: DateTime) { membershipChange(id: $id, validUntil: $t) { userErrors { code } } }',
      { id: last.id, t: new Date(app.clock.now().getTime() + 60_000).toISOString() },
    );
    app.clock.advance(120_000);

    for (const slug of ['frozen', 'second', 'foreign']) {
      const answer = await acting(person, slug).send(READS[0]!);
      expect(answer.status).toBe(403);
      expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
    }
    expect(await codesOf(person.client, READS[0]!)).toEqual([]);
  });

  test('with a token that is not valid is UNAUTHENTICATED, whichever institution is named', async () => {
    const answer = await app.anonymous.as('precedent_wrong', 'foreign').send(READS[0]!);

    expect(answer.status).toBe(401);
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});

test('without any membership that counts a write is FORBIDDEN', async () => {
  const person = await app.person(first, 'PUBLISHER', { administrator: true });
  await app.app.get(MembershipsService).revokeByOperator(person.userId, first.id);

  expect(await codesOf(person.client, CREATE, { input: INPUT })).toEqual(['FORBIDDEN']);
  expect(await codesOf(person.client, GROUP)).toEqual(['FORBIDDEN']);
});
