import { Accounts, TokensService } from '#identity';
import { createHash, randomBytes } from 'node:crypto';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, storedContents, trailOf } from '../unit/support/database.ts';

const CREATE = `mutation($scopes: [TokenScope!], $expiresAt: DateTime, $institutionId: ID) {
  apiTokenCreate(scopes: $scopes, expiresAt: $expiresAt, institutionId: $institutionId) {
    token
    apiToken { id institutionId scopes createdAt expiresAt lastUsedAt }
    userErrors { code message field }
  }
}`;
const REVOKE =
  'mutation($id: ID!) { apiTokenRevoke(id: $id) { revokedId userErrors { code message field } } }';
const LIST = '{ apiTokens { id scopes expiresAt lastUsedAt } }';
const VIEWER = '{ viewer { user { id } } }';
const SHAPE = /^precedent_[A-Za-z0-9_-]{43}$/;
const HOUR = 3_600_000;

let app: TestApp;
let home: { id: string; slug: string };
let person: Person;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  person = await app.person(home, 'CONTRIBUTOR');
});
afterAll(() => app.stop());

async function create(by: Person, input: object = {}): Promise<any> {
  return (await by.client.ask(CREATE, input)).apiTokenCreate;
}

async function lastUsed(id: string): Promise<string | null> {
  const { apiTokens } = await person.client.ask(LIST);
  return apiTokens.find((one: { id: string }) => one.id === id).lastUsedAt;
}

describe('a new token', () => {
  test('has 256 random bits', async () => {
    const tokens = [];
    for (let made = 0; made < 40; made += 1) tokens.push((await create(person)).token);

    const bytes = tokens.map((token) => {
      expect(token).toMatch(SHAPE);
      return Buffer.from(token.slice('precedent_'.length), 'base64url');
    });
    for (const one of bytes) expect(one).toHaveLength(32);
    // Each of the bits is now one, now the other.
    for (let bit = 0; bit < 256; bit += 1) {
      const seen = new Set(bytes.map((one) => (one[bit >> 3]! >> (bit & 7)) & 1));
      expect(seen.size).toBe(2);
    }
  });

  test('works as the person who made it', async () => {
    const { token, apiToken, userErrors } = await create(person);

    expect(userErrors).toEqual([]);
    expect(apiToken).toEqual({
      ...{ id: expect.any(String), institutionId: null, scopes: [], createdAt: expect.any(String) },
      ...{ expiresAt: null, lastUsedAt: null },
    });
    expect(await app.anonymous.as(token).ask(VIEWER)).toEqual({ viewer: { user: { id: person.userId } } });
  });

  test('is kept as its SHA-256 and nowhere in the clear', async () => {
    const { token, apiToken } = await create(person);
    await app.anonymous.as(token).ask(VIEWER);

    const [row] = await rowsOf<{ hash: Buffer }>(
      app.databaseUrl,
      'SELECT hash FROM api_tokens WHERE id = $1',
      [apiToken.id],
    );
    expect(row!.hash.toString('hex')).toBe(createHash('sha256').update(token).digest('hex'));
    const secret = token.slice('precedent_'.length);
    for (const table of Object.keys(await storedContents(app.databaseUrl))) {
      const rows = await rowsOf(app.databaseUrl, `SELECT 1 FROM "${table}" t WHERE strpos(t::text, $1) > 0`, [
        secret,
      ]);
      expect([table, rows]).toEqual([table, []]);
    }
  });

  test('is shown once: no list has it, and the schema has no field for it', async () => {
    const { token } = await create(person);

    expect(JSON.stringify(await person.client.ask(LIST))).not.toContain(token.slice(-43));
    const { __type } = await person.client.ask('{ __type(name: "ApiToken") { fields { name } } }');
    expect(__type.fields.map((field: { name: string }) => field.name).toSorted()).toEqual(
      ['createdAt', 'expiresAt', 'id', 'institutionId', 'lastUsedAt', 'scopes'].toSorted(),
    );
  });

  test('is noted in the trail without the token', async () => {
    const { token, apiToken } = await create(person, { scopes: ['read'] });
    await person.client.ask(REVOKE, { id: apiToken.id });

    const lines = await trailOf(app.databaseUrl, apiToken.id);
    expect(lines).toMatchObject([
      { event: 'api_token.created', userId: person.userId, details: { scopes: ['read'] } },
      { event: 'api_token.revoked', userId: person.userId },
    ]);
    expect(JSON.stringify(lines)).not.toContain(token.slice(-43));
  });

  test('cannot be had by nobody', async () => {
    const answer = await app.anonymous.send(CREATE);

    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a token that is not valid', () => {
  async function revoked(): Promise<string> {
    const { token, apiToken } = await create(person);
    await person.client.ask(REVOKE, { id: apiToken.id });
    return token;
  }

  /** An Authorization header, sent as it stands; the raw answer. */
  async function withHeader(
    authorization: string,
    query = VIEWER,
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${await app.app.getUrl()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, text: await response.text() };
  }

  test('is UNAUTHENTICATED with HTTP 401 and the same answer, whatever is wrong with it', async () => {
    const expired = (
      await create(person, { expiresAt: new Date(app.clock.now().getTime() + HOUR).toISOString() })
    ).token;
    app.clock.advance(2 * HOUR);
    const unknown = `precedent_${randomBytes(32).toString('base64url')}`;
    const basic = Buffer.from(`${person.email}:${person.token}`).toString('base64');
    const headers = [
      ...[
        `Bearer ${await revoked()}`,
        `Bearer ${expired}`,
        `Bearer ${unknown}`,
        'Bearer',
        'Bearer  ',
        'garbage',
      ],
      ...[
        `Basic ${basic}`,
        `Token ${person.token}`,
        person.token,
        `Bearer ${person.token}x`,
        `Bearer ${person.token.slice(0, -1)}`,
      ],
      ...[
        `Bearer ${person.token.toUpperCase()}`,
        `Bearer ${person.token} ${person.token}`,
        `Bearer ${person.token},`,
      ],
      ...[
        "Bearer ' OR '1'='1",
        'Bearer null',
        `Bearer ${'x'.repeat(8_000)}`,
        `Bearer precedent_${'A'.repeat(43)}`,
      ],
    ];

    const answers = await Promise.all(headers.map((header) => withHeader(header)));

    expect(JSON.parse(answers[0]!.text).errors).toEqual([
      { message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    answers.forEach((answer, place) => {
      expect({ header: headers[place]!.slice(0, 40), ...answer }).toEqual({
        ...{ header: headers[place]!.slice(0, 40), status: 401, text: answers[0]!.text },
      });
    });
  });

  test('is refused also where nobody needs to sign in', async () => {
    for (const query of [
      '{ documents { edges { cursor } } }',
      '{ search(query: "") { total } }',
      '{ __typename }',
    ]) {
      expect((await withHeader('Bearer precedent_wrong', query)).status).toBe(401);
    }
  });

  test('is not what a good token in another case of the scheme is', async () => {
    expect((await withHeader(`bearer ${person.token}`)).status).toBe(200);
    expect((await withHeader(`BEARER   ${person.token}`)).status).toBe(200);
  });
});

describe('an expiry', () => {
  test('is kept to: before it the token works, after it not', async () => {
    const expiresAt = new Date(app.clock.now().getTime() + HOUR).toISOString();
    const { token, apiToken } = await create(person, { expiresAt });
    expect(apiToken.expiresAt).toBe(expiresAt);

    app.clock.advance(HOUR - 60_000);
    expect((await app.anonymous.as(token).send(VIEWER)).status).toBe(200);
    app.clock.advance(120_000);
    expect((await app.anonymous.as(token).send(VIEWER)).status).toBe(401);
  });
});

describe('revoking', () => {
  test('acts on the very next request, and takes the token off the list', async () => {
    const { token, apiToken } = await create(person);
    expect((await app.anonymous.as(token).send(VIEWER)).status).toBe(200);

    const { apiTokenRevoke } = await person.client.ask(REVOKE, { id: apiToken.id });

    expect(apiTokenRevoke).toEqual({ revokedId: apiToken.id, userErrors: [] });
    expect((await app.anonymous.as(token).send(VIEWER)).status).toBe(401);
    const { apiTokens } = await person.client.ask(LIST);
    expect(apiTokens.map((one: { id: string }) => one.id)).not.toContain(apiToken.id);
  });

  test('can be done with the token itself', async () => {
    const { token, apiToken } = await create(person);

    await app.anonymous.as(token).ask(REVOKE, { id: apiToken.id });

    expect((await app.anonymous.as(token).send(VIEWER)).status).toBe(401);
    expect((await person.client.send(VIEWER)).status).toBe(200);
  });

  test('is only for one’s own tokens: others’ are NOT_FOUND, as those that do not exist', async () => {
    const other = await app.person(home, 'READER', { administrator: true });
    const { token, apiToken } = await create(other);
    const missing = { code: 'NOT_FOUND', message: expect.any(String), field: ['id'] };

    for (const id of [apiToken.id, '00000000-0000-4000-8000-000000000000', 'no-id', '', other.userId]) {
      const { apiTokenRevoke } = await person.client.ask(REVOKE, { id });
      expect(apiTokenRevoke).toEqual({ revokedId: null, userErrors: [missing] });
    }
    expect((await app.anonymous.as(token).send(VIEWER)).status).toBe(200);
  });
});

describe('the list', () => {
  test('holds the own living tokens, newest first, and nobody else’s', async () => {
    const other = await app.person(home, 'READER');
    app.clock.advance(1_000);
    const first = (await create(other)).apiToken.id;
    app.clock.advance(1_000);
    const second = (await create(other, { scopes: ['read'] })).apiToken.id;

    const { apiTokens } = await other.client.ask(LIST);

    expect(apiTokens).toHaveLength(3);
    expect(apiTokens.slice(0, 2)).toMatchObject([{ id: second, scopes: ['read'] }, { id: first }]);
  });

  test('tells when a token was last used, to the minute', async () => {
    const { token, apiToken } = await create(person);
    expect(await lastUsed(apiToken.id)).toBeNull();

    const before = app.clock.now().getTime();
    await app.anonymous.as(token).ask(VIEWER);
    const first = await lastUsed(apiToken.id);
    expect(Date.parse(first!)).toBeGreaterThanOrEqual(before - 60_000);
    expect(Date.parse(first!)).toBeLessThanOrEqual(app.clock.now().getTime());

    await app.anonymous.as(token).ask(VIEWER);
    expect(await lastUsed(apiToken.id)).toBe(first);

    app.clock.advance(61_000);
    await app.anonymous.as(token).ask(VIEWER);
    expect(Date.parse((await lastUsed(apiToken.id))!) - Date.parse(first!)).toBeGreaterThanOrEqual(60_000);
  });
});

test('someone who is only invited gets no token', async () => {
  const administrator = await app.person(home, 'READER', { administrator: true });
  const { membershipInvite } = await administrator.client.ask(
    `mutation($id: ID!) { membershipInvite(institutionId: $id, email: "soon@example.org", role: READER) {
       membership { user { id } } } }`,
    { id: home.id },
  );
  const tokens = app.app.get(TokensService);
  const userId = membershipInvite.membership.user.id;

  await expect(tokens.create(userId)).rejects.toMatchObject({
    userErrors: [expect.objectContaining({ code: 'STATE' })],
  });
  await app.app.get(Accounts).create({ email: 'soon@example.org', name: 'Now Here' });
  expect((await tokens.create(userId)).token).toMatch(SHAPE);
});
