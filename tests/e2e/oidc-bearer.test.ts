import { AccountChanges } from '#identity';
import { InstitutionsService } from '#institutions';
import { createHmac } from 'node:crypto';
import { DataSource } from 'typeorm';
import { TestIssuer } from '../support/issuer.ts';
import { mutate } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { trailOf } from '../unit/support/database.ts';

const VIEWER = '{ viewer { user { id name email kind } memberships { institution { slug } role status } } }';
const INVITE = `mutation($id: ID!, $email: String!, $role: Role!) {
  membershipInvite(institutionId: $id, email: $email, role: $role) { membership { id user { id } } userErrors { code message } } }`;

let issuer: TestIssuer;
let second: TestIssuer;
let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;
let count = 0;

beforeAll(async () => {
  [issuer, second] = [await TestIssuer.open(), await TestIssuer.open()];
  app = await TestApp.start(issuer.environment({ OIDC_ISSUER: `${issuer.url}, ${second.url}` }));
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
});
afterAll(async () => {
  await app.stop();
  await issuer.close();
  await second.close();
});

/** Invites somebody whom the issuer knows; returns the subject and the invitation. */
async function invited(role = 'CONTRIBUTOR', claims: object = {}) {
  count += 1;
  const [subject, email] = [`subject-${count}`, `invited-${count}@first.example`];
  issuer.people.set(subject, { email, email_verified: true, name: `Guest ${count}`, ...claims });
  const membership = await mutate(administrator.client, INVITE, { id: home.id, email, role });
  return { subject, email, userId: membership.user.id as string, membershipId: membership.id as string };
}

async function statusOf(token: string): Promise<number> {
  return (await app.anonymous.as(token).send(VIEWER)).status;
}

/** Somebody who has signed in before, so that only the token at hand can be at fault. */
async function member(): Promise<string> {
  const { subject } = await invited();
  expect(await statusOf(await issuer.accessToken(subject))).toBe(200);
  return subject;
}

describe('the first sign-in', () => {
  test('binds the invitation to issuer and subject', async () => {
    const { subject, email, userId } = await invited('REVIEWER');

    const { viewer } = await app.anonymous.as(await issuer.accessToken(subject)).ask(VIEWER);

    expect(viewer).toEqual({
      user: { id: userId, name: issuer.people.get(subject)!.name, email, kind: 'PERSON' },
      memberships: [{ institution: { slug: home.slug }, role: 'REVIEWER', status: 'ACTIVE' }],
    });
    // From now on the address does not matter any more.
    issuer.people.set(subject, { email: 'other@elsewhere.example', email_verified: true });
    const again = await app.anonymous.as(await issuer.accessToken(subject)).ask(VIEWER);
    expect(again.viewer.user).toMatchObject({ id: userId, email });
  });

  test('takes the address from userinfo where the token has none', async () => {
    const { subject, email, userId } = await invited();
    const token = await issuer.sign({ sub: subject });
    const serve = issuer.people.get(subject)!;
    issuer.userinfo = () => ({ sub: subject, email, email_verified: serve.email_verified });

    expect((await app.anonymous.as(token).ask(VIEWER)).viewer.user.id).toBe(userId);
  });

  test('does not believe userinfo about another subject', async () => {
    const { subject, email } = await invited();
    issuer.userinfo = () => ({ sub: 'somebody-else', email, email_verified: true });

    expect(await statusOf(await issuer.sign({ sub: subject }))).toBe(401);
  });

  test.each([
    ['an unverified address', { email_verified: false }],
    ['an address of which nothing is said', { email_verified: null }],
    ['a verification that is no yes', { email_verified: 1 }],
    ['no address', { email: null }],
    ['something that is no address', { email: ['a@b.example'] }],
  ])('with %s binds nothing', async (_what, claims) => {
    const { subject, userId } = await invited('READER', claims);
    issuer.userinfo = () => null;

    const answer = await app.anonymous.as(await issuer.accessToken(subject)).send(VIEWER);

    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const source = app.app.get(DataSource);
    expect(await source.query('SELECT 1 FROM identities WHERE subject = $1', [subject])).toEqual([]);
    expect(await source.query('SELECT verified_at FROM users WHERE id = $1', [userId])).toEqual([
      { verified_at: null },
    ]);
  });

  test('of somebody whom nobody has invited is refused, and leaves nothing behind', async () => {
    issuer.people.set('stranger', { email: 'stranger@first.example', email_verified: true });

    const answer = await app.anonymous.as(await issuer.accessToken('stranger')).send(VIEWER);

    expect(answer.status).toBe(401);
    expect(answer.errors[0]!.message).toMatch(/invite/);
    const rows = await app.app.get(DataSource).query(`SELECT 1 FROM users WHERE email LIKE 'stranger@%'`);
    expect(rows).toEqual([]);
  });

  test('comes once, also when it comes several times at once', async () => {
    const { subject, userId } = await invited();
    const token = await issuer.accessToken(subject);

    const answers = await Promise.all(Array.from({ length: 5 }, () => app.anonymous.as(token).ask(VIEWER)));

    expect(answers.map(({ viewer }) => viewer.user.id)).toEqual(Array(5).fill(userId));
    const events = (await trailOf(app.databaseUrl, userId)).map(({ event }) => event);
    expect(events.filter((event) => event === 'user.identified')).toHaveLength(1);
  });
});

describe('an account is not taken over', () => {
  test('by another issuer that says the same address', async () => {
    const { subject, email } = await invited();
    await app.anonymous.as(await issuer.accessToken(subject)).ask(VIEWER);
    second.people.set('thief', { email, email_verified: true });
    second.people.set(subject, { email, email_verified: true });

    expect(await statusOf(await second.accessToken('thief'))).toBe(401);
    expect(await statusOf(await second.accessToken(subject))).toBe(401);
  });

  test('by another subject of the same issuer with the same address', async () => {
    const { subject, email } = await invited();
    await app.anonymous.as(await issuer.accessToken(subject)).ask(VIEWER);
    issuer.people.set('namesake', { email, email_verified: true });

    expect(await statusOf(await issuer.accessToken('namesake'))).toBe(401);
  });

  test('which the operator vouched for: an address alone opens it to nobody', async () => {
    issuer.people.set('claimant', { email: administrator.email, email_verified: true });
    expect(await statusOf(await issuer.accessToken('claimant'))).toBe(401);

    await app.app
      .get(AccountChanges)
      .identify(administrator.userId, { issuer: issuer.url, subject: 'claimant' });

    const { viewer } = await app.anonymous.as(await issuer.accessToken('claimant')).ask(VIEWER);
    expect(viewer.user.id).toBe(administrator.userId);
  });

  test('once its only invitation has been revoked', async () => {
    const { subject, membershipId } = await invited();
    await mutate(
      administrator.client,
      'mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } userErrors { code } } }',
      { id: membershipId },
    );

    expect(await statusOf(await issuer.accessToken(subject))).toBe(401);
  });
});

describe('a token that is not good', () => {
  const fromNow = (offset: number): number => Math.floor(Date.now() / 1_000) + offset;

  test.each<[string, { payload?: object; header?: Record<string, unknown> }]>([
    ['for another audience', { payload: { aud: 'https://other.example' } }],
    ['for no audience', { payload: { aud: null } }],
    ['of an issuer that is not ours', { payload: { iss: 'https://elsewhere.example' } }],
    ['of an issuer that is ours in other letters', { payload: { iss: 'HTTP://127.0.0.1' } }],
    ['of no issuer', { payload: { iss: null } }],
    ['that has expired, clock skew included', { payload: { exp: fromNow(-120) } }],
    ['without an expiry', { payload: { exp: null } }],
    ['that is not valid yet', { payload: { nbf: fromNow(300) } }],
    ['of nobody', { payload: { sub: null } }],
    ['that is an ID token', { payload: { nonce: 'n' } }],
    ['that is an ID token of Keycloak', { payload: { typ: 'ID' } }],
    ['that is a logout token', { payload: { events: {} } }],
    ['of another type', { header: { typ: 'logout+jwt' } }],
    ['with a key that the issuer does not have', { header: { kid: 'unknown' } }],
  ])('%s is UNAUTHENTICATED', async (_what, { payload = {}, header = {} }) => {
    const sub = await member();
    expect(await statusOf(await issuer.sign({ sub }))).toBe(200);

    const answer = await app.anonymous.as(await issuer.sign({ sub, ...payload }, header)).send(VIEWER);

    expect(answer.status).toBe(401);
    expect(answer.errors).toEqual([
      { message: 'The token is not valid.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  test('by a little only, within the clock skew, is good', async () => {
    const sub = await member();

    expect(await statusOf(await issuer.sign({ sub, exp: fromNow(-20) }))).toBe(200);
    expect(await statusOf(await issuer.sign({ sub, nbf: fromNow(20) }))).toBe(200);
  });

  test('about a subject that cannot be stored is refused, and spoils nothing for those who come with it', async () => {
    const good = await issuer.accessToken(await member());
    const bad = await issuer.sign({ sub: 'no\0body' });
    const together = [good, bad, good, bad, good].map(statusOf);
    expect(await Promise.all(together)).toEqual([200, 401, 200, 401, 200]);
  });

  test('signed by the other issuer in this one’s name is refused', async () => {
    const sub = await member();
    const { kid } = issuer.publicKey();

    expect(await statusOf(await second.sign({ sub, iss: issuer.url }, { kid }))).toBe(401);
  });

  test('with alg none, or HMAC with the public key as its secret, is refused', async () => {
    const sub = await member();
    const [, body] = (await issuer.sign({ sub })).split('.');
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { kid, ...jwk } = issuer.publicKey();
    const none = `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${body}.`;
    const forged = [JSON.stringify(jwk), JSON.stringify({ kid, ...jwk }), jwk.n!].map((secret) => {
      const signed = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${body}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    });

    for (const token of [none, ...forged]) expect(await statusOf(token)).toBe(401);
  });

  test('with one bit of its signature or its claims changed is refused', async () => {
    const sub = await member();
    const [head, body, signature] = (await issuer.sign({ sub })).split('.') as [string, string, string];
    const flipped = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
    const other = Buffer.from(
      Buffer.from(body, 'base64url')
        .toString()
        .replace(sub, `x${sub.slice(1)}`),
    );

    expect(await statusOf(`${head}.${body}.${flipped(signature)}`)).toBe(401);
    expect(await statusOf(`${head}.${other.toString('base64url')}.${signature}`)).toBe(401);
  });
});

describe('what ends a right ends it with the very next request', () => {
  test('a revoked membership, a suspended institution, a deactivated account', async () => {
    const away = await app.institution();
    const { subject, userId } = await invited();
    const client = app.anonymous.as(await issuer.accessToken(subject));
    await client.ask(VIEWER);
    await app.join(userId, away, 'READER');
    const institutions = async (): Promise<unknown> =>
      (await client.ask('{ institutions { edges { node { id } } } }')).institutions.edges.length;
    expect(await institutions()).toBeGreaterThan(0);

    await mutate(
      administrator.client,
      'mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } userErrors { code } } }',
      {
        id: (
          await client.ask('{ viewer { memberships { id institution { id } } } }')
        ).viewer.memberships.find((one: any) => one.institution.id === home.id).id,
      },
    );
    expect(await institutions()).toBeGreaterThan(0);
    await app.app.get(InstitutionsService).setStatus(away.slug, 'SUSPENDED');
    expect(await institutions()).toBe(0);

    await app.app.get(AccountChanges).deactivate(userId);
    expect((await client.send(VIEWER)).status).toBe(401);
  });

  test('an API token made with an access token works no longer than that', async () => {
    const subject = await member();
    const client = app.anonymous.as(await issuer.accessToken(subject));

    const { apiTokenCreate } = await client.ask('mutation { apiTokenCreate { token userErrors { code } } }');

    expect(apiTokenCreate).toEqual({ token: null, userErrors: [{ code: 'FORBIDDEN' }] });
  });
});

test('sign-ins stand in the trail of the institution, once a day', async () => {
  const { subject, userId } = await invited();
  const arrivals = async (): Promise<object[]> =>
    (await trailOf(app.databaseUrl, userId)).filter(({ event }) => event === 'user.signed_in');
  await statusOf(await issuer.accessToken(subject));
  await statusOf(await issuer.accessToken(subject));
  expect(await arrivals()).toMatchObject([
    { userId, institutionId: home.id, details: { how: 'bearer', issuer: issuer.url } },
  ]);
});
