import { MembershipsService } from '#institutions';
import type { GraphqlClient } from '#testing';
import { TestApp, type Person } from '../support/test-app.ts';

const TOKEN = `mutation($scopes: [TokenScope!], $institutionId: ID, $expiresAt: DateTime) {
  apiTokenCreate(scopes: $scopes, institutionId: $institutionId, expiresAt: $expiresAt) {
    token apiToken { id institutionId scopes expiresAt } userErrors { code field }
  }
}`;
const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id institution { slug } } userErrors { code } }
}`;
const DRAFT = { input: { title: 'A note', summary: 'In short', body: '', details: { guidance: {} } } };
const GROUP =
  'mutation { sharingGroupCreate(name: "Circle") { sharingGroup { owner { slug } } userErrors { code } } }';
const TITLE = 'query($id: ID!) { document(id: $id) { title } }';
const READS = [
  '{ viewer { user { id } } }',
  '{ documents { edges { cursor } } }',
  '{ search(query: "") { total } }',
  '{ institutions { edges { cursor } } }',
  '{ sharingGroups { id } }',
  '{ apiTokens { id } }',
];
const WRITES = [
  ['documentCreate', CREATE, DRAFT],
  [
    'documentEdit',
    'mutation { documentEdit(id: "x", expectedVersion: 1, input: {}) { userErrors { code } } }',
    {},
  ],
  ['documentSubmit', 'mutation { documentSubmit(id: "x") { userErrors { code } } }', {}],
  ['documentReview', 'mutation { documentReview(id: "x", decision: APPROVE) { userErrors { code } } }', {}],
  [
    'documentPublish',
    'mutation { documentPublish(id: "x", expectedVersion: 1) { userErrors { code } } }',
    {},
  ],
  [
    'documentShare',
    'mutation { documentShare(id: "x", sharing: { level: PUBLIC }) { userErrors { code } } }',
    {},
  ],
  ['documentWithdraw', 'mutation { documentWithdraw(id: "x", reason: "y") { userErrors { code } } }', {}],
] as const;
const ADMINISTERING = [
  [
    'membershipInvite',
    'mutation { membershipInvite(institutionId: "x", email: "a@b.example", role: READER) { userErrors { code } } }',
  ],
  ['membershipChange', 'mutation { membershipChange(id: "x", findable: true) { userErrors { code } } }'],
  ['membershipRevoke', 'mutation { membershipRevoke(id: "x") { userErrors { code } } }'],
  ['sharingGroupCreate', GROUP],
  ['sharingGroupAdd', 'mutation { sharingGroupAdd(id: "x", institutionId: "y") { userErrors { code } } }'],
  ['sharingGroupAccept', 'mutation { sharingGroupAccept(id: "x") { userErrors { code } } }'],
  [
    'sharingGroupRemove',
    'mutation { sharingGroupRemove(id: "x", institutionId: "y") { userErrors { code } } }',
  ],
  ['sharingGroupDelete', 'mutation { sharingGroupDelete(id: "x") { userErrors { code } } }'],
  ['apiTokenCreate', 'mutation { apiTokenCreate { token userErrors { code } } }'],
  ['apiTokenRevoke', 'mutation { apiTokenRevoke(id: "x") { userErrors { code } } }'],
] as const;

let app: TestApp;
let first: { id: string; slug: string };
let second: { id: string; slug: string };
/** PUBLISHER and administrator of both institutions. */
let person: Person;

beforeAll(async () => {
  app = await TestApp.start();
  first = await app.institution({ slug: 'first' });
  second = await app.institution({ slug: 'second' });
  person = await app.person(first, 'PUBLISHER', { administrator: true });
  await app.join(person.userId, second, 'PUBLISHER', { administrator: true });
});
afterAll(() => app.stop());

async function token(
  input: object,
  by: GraphqlClient = person.client,
): Promise<{ token: string; id: string }> {
  const { apiTokenCreate } = await by.ask(TOKEN, input);
  expect(apiTokenCreate.userErrors).toEqual([]);
  return { token: apiTokenCreate.token, id: apiTokenCreate.apiToken.id };
}

async function clientWith(input: object, acting?: string): Promise<GraphqlClient> {
  return app.anonymous.as((await token(input)).token, acting);
}

async function codesOf(client: GraphqlClient, query: string, variables: object = {}): Promise<string[]> {
  return (await client.send(query, variables)).errors.map((error) => error.extensions.code);
}

describe('a token with the scope "read" alone', () => {
  test('reads', async () => {
    const client = await clientWith({ scopes: ['read'] });

    for (const query of READS) expect(await codesOf(client, query)).toEqual([]);
  });

  test.each([...WRITES, ...ADMINISTERING])('is FORBIDDEN %s', async (field, mutation, variables = {}) => {
    const answer = await (await clientWith({ scopes: ['read'] }, 'first')).send(mutation, variables);

    expect(answer.errors).toMatchObject([{ path: [field], extensions: { code: 'FORBIDDEN' } }]);
    expect(answer.data?.[field] ?? null).toBeNull();
  });
});

describe('a token with the scope "write" alone', () => {
  test('writes documents', async () => {
    const { documentCreate } = await (await clientWith({ scopes: ['write'] }, 'first')).ask(CREATE, DRAFT);

    expect(documentCreate).toMatchObject({ document: { institution: { slug: 'first' } }, userErrors: [] });
  });

  test.each(READS)('is FORBIDDEN %s', async (query) => {
    expect(await codesOf(await clientWith({ scopes: ['write'] }), query)).toEqual(['FORBIDDEN']);
  });

  test.each(ADMINISTERING)('is FORBIDDEN %s', async (_field, mutation) => {
    expect(await codesOf(await clientWith({ scopes: ['write'] }, 'first'), mutation)).toEqual(['FORBIDDEN']);
  });
});

describe('a token with the scope "administer" alone', () => {
  test('administers, and is FORBIDDEN to write documents and to read', async () => {
    const client = await clientWith({ scopes: ['administer'] }, 'first');

    expect((await client.ask(GROUP)).sharingGroupCreate.userErrors).toEqual([]);
    for (const [, mutation, variables] of WRITES)
      expect(await codesOf(client, mutation, variables)).toEqual(['FORBIDDEN']);
    for (const query of READS) expect(await codesOf(client, query)).toEqual(['FORBIDDEN']);
  });
});

test('scopes give nothing that the role does not', async () => {
  const reader = await app.person(first, 'READER');
  const all = { scopes: ['read', 'write', 'administer'] };
  const client = app.anonymous.as((await token(all, reader.client)).token);

  expect((await client.ask(CREATE, DRAFT)).documentCreate.userErrors).toEqual([{ code: 'FORBIDDEN' }]);
  expect((await client.ask(GROUP)).sharingGroupCreate.userErrors).toEqual([{ code: 'FORBIDDEN' }]);
});

describe('a token bound to an institution', () => {
  let bound: GraphqlClient;
  let ofFirst: string;
  let ofSecond: string;

  beforeAll(async () => {
    bound = await clientWith({ institutionId: first.id });
    const made = async (slug: string): Promise<string> =>
      (await app.anonymous.as(person.token, slug).ask(CREATE, DRAFT)).documentCreate.document.id;
    [ofFirst, ofSecond] = [await made('first'), await made('second')];
  });

  test('acts for it without naming it, and may name it', async () => {
    for (const client of [bound, await clientWith({ institutionId: first.id }, 'first')]) {
      expect((await client.ask(CREATE, DRAFT)).documentCreate.document.institution).toEqual({
        slug: 'first',
      });
      expect((await client.ask(GROUP)).sharingGroupCreate.sharingGroup.owner).toEqual({ slug: 'first' });
    }
  });

  test('is FORBIDDEN to act for the person’s other institution', async () => {
    const answer = await (await clientWith({ institutionId: first.id }, 'second')).send(READS[0]!);

    expect(answer.status).toBe(403);
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  });

  test('reads with that membership only', async () => {
    expect((await person.client.ask(TITLE, { id: ofSecond })).document).not.toBeNull();

    expect((await bound.ask(TITLE, { id: ofFirst })).document).not.toBeNull();
    expect((await bound.ask(TITLE, { id: ofSecond })).document).toBeNull();
    const { members } = await bound.ask(
      'query($id: ID!) { members(institutionId: $id) { edges { cursor } } }',
      {
        id: second.id,
      },
    );
    expect(members.edges).toEqual([]);
  });

  test('leaves the person’s other membership as it is', async () => {
    const { viewer } = await person.client.ask(
      '{ viewer { memberships { id findable institution { slug } } } }',
    );
    const other = viewer.memberships.find((one: any) => one.institution.slug === 'second');

    const { membershipChange } = await bound.ask(
      'mutation($id: ID!) { membershipChange(id: $id, findable: true) { membership { id } userErrors { code } } }',
      { id: other.id },
    );

    expect(membershipChange.membership).toBeNull();
    expect(membershipChange.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
  });

  test('has nothing left once that membership is revoked', async () => {
    const leaver = await app.person(first, 'PUBLISHER');
    await app.join(leaver.userId, second, 'PUBLISHER');
    const client = app.anonymous.as((await token({ institutionId: first.id }, leaver.client)).token);
    expect(await codesOf(client, CREATE, DRAFT)).toEqual([]);

    await app.app.get(MembershipsService).revokeByOperator(leaver.userId, first.id);

    expect(await codesOf(client, CREATE, DRAFT)).toEqual(['FORBIDDEN']);
    expect((await client.ask('{ institutions { edges { cursor } } }')).institutions.edges).toEqual([]);
  });
});

describe('a narrowed token makes no broader one', () => {
  const soon = (hours: number): string =>
    new Date(app.clock.now().getTime() + hours * 3_600_000).toISOString();

  test.each([
    ['without scopes', {}],
    ['with an empty list of scopes', { scopes: [] }],
    ['with more scopes', { scopes: ['administer', 'read'] }],
    ['with another scope', { scopes: ['write'] }],
  ])('from one scope to one %s', async (_name, input) => {
    const { apiTokenCreate } = await (await clientWith({ scopes: ['administer'] })).ask(TOKEN, input);

    expect(apiTokenCreate).toMatchObject({
      token: null,
      apiToken: null,
      userErrors: [{ code: 'FORBIDDEN' }],
    });
  });

  test('from one institution to all, or to another', async () => {
    const bound = await clientWith({ institutionId: first.id });

    const all = await bound.ask(TOKEN, {});
    expect(all.apiTokenCreate).toMatchObject({ token: null, userErrors: [{ code: 'FORBIDDEN' }] });
    const other = await bound.ask(TOKEN, { institutionId: second.id });
    expect(other.apiTokenCreate).toMatchObject({ token: null, userErrors: [{ code: 'NOT_FOUND' }] });
  });

  test('from one that expires to one that does not, or that expires later', async () => {
    const expiring = await clientWith({ expiresAt: soon(1) });

    for (const input of [{}, { expiresAt: null }, { expiresAt: soon(2) }]) {
      const { apiTokenCreate } = await expiring.ask(TOKEN, input);
      expect(apiTokenCreate).toMatchObject({ token: null, userErrors: [{ code: 'FORBIDDEN' }] });
    }
  });

  test('but as narrow a one, or a narrower one', async () => {
    const client = await clientWith({
      scopes: ['administer', 'read'],
      institutionId: first.id,
      expiresAt: soon(3),
    });
    const input = { scopes: ['administer'], institutionId: first.id, expiresAt: soon(2) };

    const { apiTokenCreate } = await client.ask(TOKEN, input);

    expect(apiTokenCreate).toMatchObject({ token: expect.any(String), apiToken: input, userErrors: [] });
  });

  test('and nobody makes one for an institution that is not their own', async () => {
    const foreign = await app.institution();

    for (const institutionId of [foreign.id, 'no-id', '00000000-0000-4000-8000-000000000000']) {
      const { apiTokenCreate } = await person.client.ask(TOKEN, { institutionId });
      expect(apiTokenCreate).toMatchObject({
        token: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['institutionId'] }],
      });
    }
  });
});
