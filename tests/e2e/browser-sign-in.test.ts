import { AccountChanges } from '#identity';
import { DataSource } from 'typeorm';
import { Browser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { CLIENT, TestIssuer } from '../support/issuer.ts';
import { mutate } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, trailOf } from '../unit/support/database.ts';

const VIEWER = '{ viewer { user { id } memberships { institution { slug } } } }';
const INVITE = `mutation($id: ID!, $email: String!) {
  membershipInvite(institutionId: $id, email: $email, role: READER) { membership { user { id } } userErrors { code } } }`;
const HOUR = 3_600_000;

let base: string;
let issuer: TestIssuer;
let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;
let count = 0;

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  issuer = await TestIssuer.open(base);
  const { id: OIDC_CLIENT_ID, secret: OIDC_CLIENT_SECRET } = CLIENT;
  app = await TestApp.start(
    issuer.environment({ PORT: String(port), PUBLIC_URL: base, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }),
  );
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
});
afterAll(async () => {
  await app.stop();
  await issuer.close();
});

/** Somebody who is invited, and sits before the browser. */
async function invited(claims: object = {}): Promise<string> {
  count += 1;
  const [subject, email] = [`browser-${count}`, `browser-${count}@first.example`];
  issuer.people.set(subject, { email, email_verified: true, name: `Guest ${count}`, ...claims });
  issuer.present = subject;
  return (await mutate(administrator.client, INVITE, { id: home.id, email })).user.id;
}

/** Signs in; returns the browser, and the address that the issuer sent it back to. */
async function signedIn(returnTo = '/end'): Promise<{ browser: Browser; callback: string; last: string }> {
  const browser = new Browser();
  const { visited } = await browser.open(
    `${base}/auth/login?return_to=${encodeURIComponent(returnTo)}`,
    `${base}${returnTo}`,
  );
  const callback = visited.find((address) => address.startsWith(`${base}/auth/callback`))!;
  return { browser, callback, last: visited.at(-1)! };
}

function signOut(browser: Browser, headers: Record<string, string> = { origin: base }): Promise<Response> {
  return browser.send(`${base}/auth/logout`, { method: 'POST', headers });
}

describe('signing in', () => {
  test('binds the invitation, begins a session and goes on to where one wanted to be', async () => {
    const userId = await invited();

    const { browser, last } = await signedIn('/documents/some?x=1#part');

    expect(last).toBe(`${base}/documents/some?x=1#part`);
    expect(await browser.graphql(base, VIEWER)).toMatchObject({
      status: 200,
      body: {
        data: { viewer: { user: { id: userId }, memberships: [{ institution: { slug: home.slug } }] } },
      },
    });
    const [session] = await rowsOf<{ id: string }>(
      app.databaseUrl,
      'SELECT id FROM sessions WHERE user_id = $1',
      [userId],
    );
    expect(await trailOf(app.databaseUrl, session!.id)).toMatchObject([
      { event: 'user.signed_in', userId, institutionId: home.id, details: { how: 'browser' } },
    ]);
  });

  test('uses PKCE, state and nonce, new each time', async () => {
    const sent = async (): Promise<URLSearchParams> =>
      new URL((await new Browser().send(`${base}/auth/login`)).headers.get('location')!).searchParams;
    const [first, second] = [await sent(), await sent()];

    expect(first.get('code_challenge_method')).toBe('S256');
    expect(first.get('response_type')).toBe('code');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.get(name)!.length).toBeGreaterThanOrEqual(43);
      expect(first.get(name)).not.toBe(second.get(name));
    }
  });

  test('keeps a random secret in the cookie and only its hash in the database', async () => {
    await invited();
    const { browser } = await signedIn();
    const secret = browser.cookies.get('precedent_session')!;

    expect(secret).toMatch(/^precedent_session_[A-Za-z0-9_-]{43}$/);
    const line = browser.received.find((one) => one.startsWith('precedent_session='))!;
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    const rows = await rowsOf(app.databaseUrl, 'SELECT 1 FROM sessions s WHERE strpos(s::text, $1) > 0', [
      secret.slice(-43),
    ]);
    expect(rows).toEqual([]);
  });

  test('of somebody without an account ends with a word and no session', async () => {
    issuer.people.set('unknown', { email: 'unknown@first.example', email_verified: true });
    issuer.present = 'unknown';
    const browser = new Browser();

    const shown = await browser.open(`${base}/auth/login`);

    expect([shown.status, shown.text]).toEqual([401, expect.stringContaining('invite')]);
    expect(browser.cookies.has('precedent_session')).toBe(false);
  });

  test.each([
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/%09/evil.example', '/%09/evil.example'],
    ['javascript:alert(1)', '/'],
    ['/..//evil.example', '/'],
    ['/auth/logout', '/'],
    ['evil.example', '/'],
    ['/a?next=https://evil.example', '/a?next=https://evil.example'],
  ])('with return_to %j goes to %j of ours', async (wanted, gone) => {
    await invited();
    const browser = new Browser();
    const { visited } = await browser.open(
      `${base}/auth/login?return_to=${encodeURIComponent(wanted)}`,
      `${base}/auth/callback`,
    );

    const answer = await browser.send(visited.at(-1)!);

    expect(answer.headers.get('location')).toBe(gone);
  });
});

describe('what does not fit together is refused', () => {
  test('the same answer of the issuer a second time, in this browser or another', async () => {
    await invited();
    const { browser, callback } = await signedIn();
    const before = browser.cookies.get('precedent_session');

    expect((await browser.send(callback)).status).toBe(401);
    expect((await new Browser().send(callback)).status).toBe(401);
    expect(browser.cookies.get('precedent_session')).toBe(before);
  });

  test('an answer for another browser’s sign-in: nobody is signed in as somebody else', async () => {
    await invited();
    const attacker = new Browser();
    const { visited } = await attacker.open(`${base}/auth/login`, `${base}/auth/callback`);
    const victim = new Browser();
    await victim.send(`${base}/auth/login`);

    const answer = await victim.send(visited.at(-1)!);

    expect(answer.status).toBe(401);
    expect(victim.cookies.has('precedent_session')).toBe(false);
  });

  test.each(['state', 'code', 'iss'])('with another %s', async (name) => {
    await invited();
    const browser = new Browser();
    const { visited } = await browser.open(`${base}/auth/login`, `${base}/auth/callback`);
    const callback = new URL(visited.at(-1)!);
    callback.searchParams.set(name, 'another');

    expect((await browser.send(callback.href)).status).toBe(401);
    expect(browser.cookies.has('precedent_session')).toBe(false);
  });

  test('after too long', async () => {
    await invited();
    const browser = new Browser();
    const { visited } = await browser.open(`${base}/auth/login`, `${base}/auth/callback`);
    app.clock.advance(11 * 60_000);

    expect((await browser.send(visited.at(-1)!)).status).toBe(401);
  });
});

describe('a session', () => {
  test('begins under a secret that nobody can have set before, and ends the one before it', async () => {
    await invited();
    const { browser } = await signedIn();
    const planted = browser.cookies.get('precedent_session')!;

    await browser.open(`${base}/auth/login?return_to=/end`, `${base}/end`);

    expect(browser.cookies.get('precedent_session')).not.toBe(planted);
    const old = new Browser();
    old.cookies.set('precedent_session', planted);
    expect((await old.graphql(base, VIEWER)).status).toBe(401);
  });

  test.each<[string, Record<string, string>]>([
    ['without our header', {}],
    ['with another value of it', { 'x-precedent-session': 'yes' }],
    ['from another origin', { 'x-precedent-session': '1', origin: 'https://evil.example' }],
    ['from another port of this host', { 'x-precedent-session': '1', origin: 'http://127.0.0.1:1' }],
    ['from an origin that hides', { 'x-precedent-session': '1', origin: 'null' }],
    ['from a neighbouring site', { 'x-precedent-session': '1', 'sec-fetch-site': 'same-site' }],
    ['from another site', { 'x-precedent-session': '1', 'sec-fetch-site': 'cross-site' }],
  ])('counts for nothing in a request %s', async (_what, headers) => {
    await invited();
    const { browser } = await signedIn();
    expect((await browser.graphql(base, VIEWER)).body.data.viewer.user).not.toBeNull();

    const { body } = await browser.graphql(base, VIEWER, headers);

    expect(body.data.viewer).toEqual({ user: null, memberships: [] });
  });

  test('counts for nothing in what a form of another page can send', async () => {
    await invited();
    const { browser } = await signedIn();

    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await browser.send(`${base}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify({ query: 'mutation { apiTokenCreate { token } }' }),
      });
      expect(answer.status).toBe(400);
    }
  });

  test('ends by itself: unused, and at the latest after its hours', async () => {
    await invited();
    const { browser } = await signedIn();
    app.clock.advance(HOUR);
    expect((await browser.graphql(base, VIEWER)).status).toBe(200);
    for (let hour = 1; hour < 11; hour += 1) {
      app.clock.advance(HOUR);
      await browser.graphql(base, VIEWER);
    }
    expect((await browser.graphql(base, VIEWER)).status).toBe(200);
    app.clock.advance(HOUR);
    expect((await browser.graphql(base, VIEWER)).status).toBe(401);

    const unused = (await signedIn()).browser;
    app.clock.advance(2 * HOUR);
    expect((await unused.graphql(base, VIEWER)).status).toBe(401);
  });

  test('ends with the account, on the very next request', async () => {
    const userId = await invited();
    const { browser } = await signedIn();

    await app.app.get(AccountChanges).deactivate(userId);
    expect((await browser.graphql(base, VIEWER)).status).toBe(401);
    await app.app.get(AccountChanges).reactivate(userId);
    expect((await browser.graphql(base, VIEWER)).status).toBe(401);
  });
});

describe('signing out', () => {
  test('ends the session here and leads on to the issuer', async () => {
    const userId = await invited();
    const { browser } = await signedIn();
    const kept = new Browser();
    kept.cookies.set('precedent_session', browser.cookies.get('precedent_session')!);

    const answer = await signOut(browser);

    const there = new URL(answer.headers.get('location')!);
    expect(there.href.startsWith(`${issuer.url}/session/end`)).toBe(true);
    expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${base}/`);
    expect(browser.cookies.has('precedent_session')).toBe(false);
    expect((await kept.graphql(base, VIEWER)).status).toBe(401);
    const rows = await app.app
      .get(DataSource)
      .query(`SELECT 1 FROM audit_events WHERE event = 'user.signed_out' AND user_id = $1`, [userId]);
    expect(rows).toHaveLength(1);
  });

  test.each<[string, Record<string, string>]>([
    ['another page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['no page at all', {}],
  ])('cannot be done by %s', async (_what, headers) => {
    await invited();
    const { browser } = await signedIn();

    expect((await signOut(browser, headers)).status).toBe(403);
    expect((await browser.graphql(base, VIEWER)).status).toBe(200);
  });
});
