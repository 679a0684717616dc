import { FederationService } from '#identity';
import { DataSource } from 'typeorm';
import { TestIssuer } from '../support/issuer.ts';
import { mutate } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const VIEWER =
  '{ viewer { user { id email } memberships { id institution { slug } role administrator validUntil } } }';
const READABLE = '{ institutions { edges { node { id } } } }';
const HOUR = 3_600_000;

let issuer: TestIssuer;
let other: TestIssuer;
let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;
let count = 0;

beforeAll(async () => {
  [issuer, other] = [await TestIssuer.open(), await TestIssuer.open()];
  app = await TestApp.start(issuer.environment({ OIDC_ISSUER: `${issuer.url} ${other.url}` }));
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
  await app.app.get(FederationService).register(home.id, { issuer: issuer.url, scope: 'First.example' });
});
afterAll(async () => {
  await app.stop();
  await issuer.close();
  await other.close();
});

/** A client of somebody of whom the issuer says this, with a token for a week from now by the app's clock. */
async function somebody(claims: object, subject = `federated-${(count += 1)}`, by = issuer) {
  const iat = Math.floor(app.clock.now().getTime() / 1_000);
  return app.anonymous.as(await by.sign({ sub: subject, iat, exp: iat + 7 * 86_400, name: 'F', ...claims }));
}
const staff = { eduperson_scoped_affiliation: ['member@first.example', 'Staff@First.Example'] };

async function memberships(client: Awaited<ReturnType<typeof somebody>>): Promise<any[]> {
  return (await client.ask(VIEWER)).viewer.memberships;
}

test('staff of a registered scope read, as READER and for a time', async () => {
  const now = app.clock.now().getTime();
  const [membership] = await memberships(
    await somebody({
      ...staff,
      schac_home_organization: 'first.example',
      email: 'f@first.example',
      email_verified: true,
    }),
  );

  expect(membership).toMatchObject({
    institution: { slug: home.slug },
    role: 'READER',
    administrator: false,
  });
  expect(Math.abs(Date.parse(membership.validUntil) - now - 24 * HOUR)).toBeLessThan(HOUR);
});

test.each<[string, object]>([
  ['another scope', { eduperson_scoped_affiliation: 'staff@second.example' }],
  ['a scope below the registered one', { eduperson_scoped_affiliation: 'staff@department.first.example' }],
  ['a scope that ends like it', { eduperson_scoped_affiliation: 'staff@notfirst.example' }],
  ['two scopes in one', { eduperson_scoped_affiliation: 'staff@second.example@first.example' }],
  ['two scopes in one, the other way round', { eduperson_scoped_affiliation: 'staff@first.example@x' }],
  ['an affiliation that is not among those', { eduperson_scoped_affiliation: 'student@first.example' }],
  ['an affiliation without a scope', { eduperson_scoped_affiliation: 'staff' }],
  ['a home organisation that is another', { ...staff, schac_home_organization: 'second.example' }],
  ['a home organisation alone', { schac_home_organization: 'first.example' }],
  ['an address of the scope alone', { email: 'x@first.example', email_verified: true }],
  ['something of another shape', { eduperson_scoped_affiliation: { staff: 'first.example' } }],
])('%s opens nothing', async (_what, claims) => {
  expect((await (await somebody(claims)).send(VIEWER)).status).toBe(401);
});

test('an issuer for which the scope is not registered cannot speak for it', async () => {
  expect((await (await somebody(staff, 'foreign', other)).send(VIEWER)).status).toBe(401);
});

test('an institution that has registered nothing admits nobody', async () => {
  await app.institution({ slug: 'closed' });
  const client = await somebody({
    eduperson_scoped_affiliation: ['staff@closed.example', 'staff@first.example'],
  });
  expect(await memberships(client)).toHaveLength(1);
});

describe('the membership', () => {
  test('is renewed while the claim is made, and ends by itself when nobody signs in', async () => {
    const claims = { ...staff };
    await memberships(await somebody(claims, 'lasting'));
    app.clock.advance(20 * HOUR);
    await memberships(await somebody(claims, 'lasting'));
    app.clock.advance(20 * HOUR);
    const client = await somebody(claims, 'lasting');
    expect((await client.ask(READABLE)).institutions.edges).not.toEqual([]);

    // The token says nothing of affiliations: what is known runs out.
    const silent = await somebody({}, 'lasting');
    app.clock.advance(25 * HOUR);
    expect((await silent.ask(READABLE)).institutions.edges).toEqual([]);
  });

  test('ends at once with a sign-in that no longer makes the claim', async () => {
    await memberships(await somebody(staff, 'leaving'));
    app.clock.advance(13 * HOUR);

    const client = await somebody({ eduperson_scoped_affiliation: ['alum@first.example'] }, 'leaving');

    expect((await client.ask(READABLE)).institutions.edges).toEqual([]);
  });

  test('that an administrator has revoked does not come back', async () => {
    const [{ id }] = (await memberships(await somebody(staff, 'revoked'))) as [{ id: string }];
    await mutate(
      administrator.client,
      'mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } userErrors { code } } }',
      { id },
    );
    app.clock.advance(13 * HOUR);

    expect(await memberships(await somebody(staff, 'revoked'))).toEqual([]);
  });

  test('keeps the expiry and the role that an administrator has set', async () => {
    const [{ id }] = (await memberships(await somebody(staff, 'changed'))) as [{ id: string }];
    const validUntil = new Date(app.clock.now().getTime() + 14 * HOUR).toISOString();
    const change = `mutation($id: ID!, $until: DateTime) { membershipChange(id: $id, role: CONTRIBUTOR, validUntil: $until) {
      membership { id } userErrors { code } } }`;
    await mutate(administrator.client, change, { id, until: validUntil });
    app.clock.advance(13 * HOUR);

    const [after] = await memberships(await somebody(staff, 'changed'));
    expect(after).toMatchObject({ role: 'CONTRIBUTOR' });
    expect(Date.parse(after.validUntil)).toBe(Date.parse(validUntil));
  });

  test('of somebody who is a member already changes nothing', async () => {
    await app.app
      .get(DataSource)
      .query(`INSERT INTO identities (issuer, subject, user_id, created_at) VALUES ($1, 'boss', $2, now())`, [
        issuer.url,
        administrator.userId,
      ]);
    const [own] = await memberships(await somebody(staff, 'boss'));
    expect(own).toMatchObject({ administrator: true, validUntil: null });
  });

  test('ends when the scope is removed; nobody comes by it any more', async () => {
    const away = await app.institution();
    const federation = app.app.get(FederationService);
    await federation.register(away.id, {
      issuer: issuer.url,
      scope: 'away.example',
      affiliations: ['student'],
    });
    const claims = { eduperson_scoped_affiliation: 'student@away.example' };
    const client = await somebody(claims, 'student');
    expect(await memberships(client)).toHaveLength(1);
    const lasting = await app.person(away, 'READER');

    await federation.remove(away.id, issuer.url, 'away.example');

    expect((await client.ask(READABLE)).institutions.edges).toEqual([]);
    expect((await lasting.client.ask(READABLE)).institutions.edges).not.toEqual([]);
    expect((await (await somebody(claims)).send(VIEWER)).status).toBe(401);
  });
});

test('an address that another account has stays that account’s', async () => {
  const member = await app.person(home, 'PUBLISHER');
  const client = await somebody({ ...staff, email: member.email, email_verified: true });
  const { viewer } = await client.ask(VIEWER);

  expect(viewer.user).toEqual({ id: expect.not.stringMatching(member.userId), email: null });
  expect(viewer.memberships).toMatchObject([{ role: 'READER' }]);
});

test('members read what is registered for their institution; a scope is one institution’s only', async () => {
  const query = '{ federationScopes { issuer scope affiliations } }';
  expect((await administrator.client.ask(query)).federationScopes).toEqual([
    { issuer: issuer.url, scope: 'first.example', affiliations: ['staff', 'faculty', 'employee'] },
  ]);
  expect((await app.anonymous.send(query)).errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
  const away = await app.institution();
  await expect(
    app.app.get(FederationService).register(away.id, { issuer: issuer.url, scope: 'first.example' }),
  ).rejects.toMatchObject({ userErrors: [expect.objectContaining({ code: 'CONFLICT' })] });
});
