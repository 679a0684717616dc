import { Accounts, TokensService } from '#identity';
import { InstitutionsService } from '#institutions';
import type { GraphqlClient } from '#testing';
import { TestApp, type Person } from '../support/test-app.ts';

const INVITE = `mutation($institutionId: ID!, $email: String!, $name: String, $role: Role = READER,
    $administrator: Boolean, $validUntil: DateTime) {
  membershipInvite(institutionId: $institutionId, email: $email, name: $name, role: $role,
      administrator: $administrator, validUntil: $validUntil) {
    membership { id role administrator auditor findable status validUntil institution { id } user { id name email } }
    userErrors { code message field }
  }
}`;
const SLUGS = '{ institutions(first: 100) { edges { node { slug } } } }';

let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;
let stranger: Person;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
  stranger = await app.person(await app.institution(), 'READER', { administrator: true });
});
afterAll(() => app.stop());

async function invite(client: GraphqlClient, email: string, more: object = {}): Promise<any> {
  return (await client.ask(INVITE, { institutionId: home.id, email, ...more })).membershipInvite;
}

async function account(email: string): Promise<{ id: string; client: GraphqlClient }> {
  const user = await app.app.get(Accounts).create({ email, name: 'Somebody' });
  const { token } = await app.app.get(TokensService).create(user.id);
  return { id: user.id, client: app.anonymous.as(token) };
}

async function slugsSeenBy(client: GraphqlClient): Promise<string[]> {
  const { institutions } = await client.ask(SLUGS);
  return institutions.edges.map((edge: { node: { slug: string } }) => edge.node.slug);
}

describe('someone who has an account', () => {
  test('counts at once, for the same token as before', async () => {
    const known = await account('known@example.org');
    expect(await slugsSeenBy(known.client)).toEqual([]);

    const answer = await invite(administrator.client, 'known@example.org', { role: 'REVIEWER' });

    expect(answer).toEqual({
      membership: {
        ...{
          id: expect.any(String),
          role: 'REVIEWER',
          administrator: false,
          auditor: false,
          findable: false,
        },
        ...{ status: 'ACTIVE', validUntil: null, institution: { id: home.id } },
        user: { id: known.id, name: 'Somebody', email: 'known@example.org' },
      },
      userErrors: [],
    });
    expect(await slugsSeenBy(known.client)).toContain(home.slug);
  });

  test('is found whatever the case of the address, and keeps the own name', async () => {
    const known = await account('mixed.case@example.org');

    const { membership } = await invite(administrator.client, 'Mixed.CASE@Example.org', {
      name: 'Another Name',
    });

    expect(membership.user).toEqual({ id: known.id, name: 'Somebody', email: 'mixed.case@example.org' });
  });

  test('can be invited as administrator and for a time', async () => {
    const known = await account('helper@example.org');
    const validUntil = new Date(app.clock.now().getTime() + 86_400_000).toISOString();

    const { membership } = await invite(administrator.client, 'helper@example.org', {
      administrator: true,
      validUntil,
    });

    expect(membership).toMatchObject({ administrator: true, validUntil });
    expect((await invite(known.client, 'by-helper@example.org')).userErrors).toEqual([]);
  });
});

describe('someone unknown', () => {
  test('is INVITED and counts from the account on', async () => {
    const { membership } = await invite(administrator.client, 'unknown@example.org', { name: 'Some Name' });
    expect(membership).toMatchObject({
      status: 'INVITED',
      user: { name: 'Some Name', email: 'unknown@example.org' },
    });
    await expect(app.app.get(TokensService).create(membership.user.id)).rejects.toMatchObject({
      userErrors: [expect.objectContaining({ code: 'STATE' })],
    });

    const { id, client } = await account('unknown@example.org');

    expect(id).toBe(membership.user.id);
    expect(await slugsSeenBy(client)).toContain(home.slug);
    const { viewer } = await client.ask('{ viewer { user { name } memberships { id status } } }');
    expect(viewer).toEqual({
      user: { name: 'Somebody' },
      memberships: [{ id: membership.id, status: 'ACTIVE' }],
    });
  });

  test.each([undefined, null, '', '   '])('invited with the name %p goes by the address', async (name) => {
    const email = `nameless-${String(name).length}-${String(name).trim() || 'blank'}@example.org`;

    expect((await invite(administrator.client, email, { name })).membership.user.name).toBe(email);
  });

  test('counts everywhere at once when invited by several institutions', async () => {
    const other = await app.institution();
    const otherAdmin = await app.person(other, 'READER', { administrator: true });
    await invite(administrator.client, 'wanted@example.org');
    await invite(otherAdmin.client, 'wanted@example.org', { institutionId: other.id });

    const { client } = await account('wanted@example.org');

    expect(await slugsSeenBy(client)).toEqual(expect.arrayContaining([home.slug, other.slug]));
  });

  test('whose invitation was revoked before does not count', async () => {
    const { membership } = await invite(administrator.client, 'too-late@example.org');
    await administrator.client.ask(
      'mutation($id: ID!) { membershipRevoke(id: $id) { userErrors { code } } }',
      {
        id: membership.id,
      },
    );

    expect(await slugsSeenBy((await account('too-late@example.org')).client)).toEqual([]);
  });
});

describe('an invitation is refused', () => {
  test('as CONFLICT for a member, and for someone invited already', async () => {
    await invite(administrator.client, 'twice@example.org');

    for (const email of ['twice@example.org', 'TWICE@example.org', administrator.email]) {
      const { membership, userErrors } = await invite(administrator.client, email);
      expect(membership).toBeNull();
      expect(userErrors).toEqual([{ code: 'CONFLICT', message: expect.any(String), field: ['email'] }]);
    }
  });

  test.each(['READER', 'PUBLISHER'] as const)(
    'as FORBIDDEN by a %s who is no administrator',
    async (role) => {
      const person = await app.person(home, role, { auditor: true });

      const { membership, userErrors } = await invite(person.client, 'no-way@example.org');

      expect(membership).toBeNull();
      expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', field: ['institutionId'] }]);
    },
  );

  test('as FORBIDDEN by an administrator of another institution', async () => {
    const { userErrors } = await invite(stranger.client, 'no-way@example.org');

    expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', field: ['institutionId'] }]);
  });

  test('as NOT_FOUND, alike, into what does not exist, is no id, or is suspended', async () => {
    const frozen = await app.institution();
    await app.app.get(InstitutionsService).setStatus(frozen.slug, 'SUSPENDED');
    const answers = [];
    for (const institutionId of [frozen.id, '00000000-0000-4000-8000-000000000000', 'no-id', '']) {
      answers.push(await invite(administrator.client, 'no-way@example.org', { institutionId }));
    }

    expect(answers[0]).toEqual({
      membership: null,
      userErrors: [{ code: 'NOT_FOUND', message: expect.any(String), field: ['institutionId'] }],
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test.each([
    '',
    'nobody',
    'a@',
    '@b.example',
    'a b@example.org',
    'a@b@example.org',
    `${'x'.repeat(320)}@example.org`,
  ])('as INVALID for the address "%s"', async (email) => {
    const { membership, userErrors } = await invite(administrator.client, email);

    expect(membership).toBeNull();
    expect(userErrors.length).toBeGreaterThan(0);
    for (const error of userErrors) expect(error).toMatchObject({ code: 'INVALID', field: ['email'] });
  });

  test('without leaving an account behind', async () => {
    await invite(stranger.client, 'no-trace@example.org');

    await expect(app.app.get(Accounts).getByEmail('no-trace@example.org')).rejects.toMatchObject({
      userErrors: [expect.objectContaining({ code: 'NOT_FOUND' })],
    });
  });

  test('as UNAUTHENTICATED by nobody', async () => {
    const answer = await app.anonymous.send(INVITE, { institutionId: home.id, email: 'no-way@example.org' });

    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});
