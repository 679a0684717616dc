import { connect } from 'node:net';
import { createHash } from 'node:crypto';
import { TestApp, type Person } from '../support/test-app.ts';
import { faultsOf } from '../unit/support/answers.ts';
import { storedContents } from '../unit/support/database.ts';

const VIEWER = '{ viewer { user { id } } }';
const GROUP = 'mutation { sharingGroupCreate(name: "Circle") { sharingGroup { id } } }';
const FRIEND = 'https://friend.example';

let app: TestApp;
let open: TestApp;
let person: Person;
let base: string;

beforeAll(async () => {
  app = await TestApp.start();
  open = await TestApp.start({ CORS_ORIGINS: FRIEND, PUBLIC_URL: 'https://precedent.example' });
  person = await app.person(await app.institution(), 'PUBLISHER', { administrator: true });
  base = await app.app.getUrl();
});
afterAll(async () => {
  await app?.stop();
  await open?.stop();
});

const get = (path: string, headers: Record<string, string> = {}, at = base): Promise<Response> =>
  fetch(new URL(path, at), { headers });

const ask = (query: string, headers: Record<string, string> = {}, at = base): Promise<Response> =>
  fetch(new URL('/graphql', at), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });

/** Sends bytes as they are, and returns what comes back until the connection ends. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''), () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('end', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
}

describe('headers', () => {
  it.each([
    '/',
    '/graphql',
    '/health/live',
    '/feeds/public.atom',
    '/documents/x',
    '/explorer/graphiql.min.css',
    '/nope',
  ])('of %s tell browsers to be careful', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('promise TLS where the server is reached by TLS', async () => {
    const { headers } = await get('/health/live', {}, await open.app.getUrl());
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
  });

  it('keep what GraphQL answers out of caches', async () => {
    expect((await ask(VIEWER)).headers.get('cache-control')).toBe('no-store');
  });

  it('let nothing be loaded, where there is no page', async () => {
    for (const path of ['/health/live', '/nope', '/feeds/public.json'])
      expect((await get(path)).headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  });

  it('of the explorer let its own scripts run and no other', async () => {
    const response = await get('/');
    const policy = response.headers.get('content-security-policy')!;
    const scripts = /script-src ([^;]*)/.exec(policy)![1]!;
    const page = await response.text();
    expect(scripts).not.toMatch(/unsafe|http|\*/);
    const inline = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text!);
    expect(inline).toHaveLength(1);
    for (const text of inline)
      expect(scripts).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    for (const [, source] of page.matchAll(/<script src="([^"]*)"/g)) {
      expect(source).toMatch(/^\/explorer\//);
      expect((await get(source!)).status).toBe(200);
    }
  });

  it('of a document’s page let nothing run', async () => {
    expect((await get('/documents/x')).headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  });
});

describe('other origins', () => {
  const preflight = (origin: string, at: string): Promise<Response> =>
    fetch(new URL('/graphql', at), {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  it('are let in nowhere by default', async () => {
    for (const response of [await ask(VIEWER, { origin: FRIEND }), await preflight(FRIEND, base)])
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('are let in if they are named, and only then', async () => {
    const at = await open.app.getUrl();
    for (const response of [await ask(VIEWER, { origin: FRIEND }, at), await preflight(FRIEND, at)]) {
      expect(response.headers.get('access-control-allow-origin')).toBe(FRIEND);
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    }
    for (const origin of ['https://stranger.example', `${FRIEND}.evil.example`, 'null'])
      for (const response of [await ask(VIEWER, { origin }, at), await preflight(origin, at)])
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('requests that a page of somebody else could make', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'by POST as %s do nothing',
    async (type) => {
      const before = await storedContents(app.databaseUrl);
      const response = await fetch(new URL('/graphql', base), {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${person.token}` },
        body: JSON.stringify({ query: GROUP }),
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await storedContents(app.databaseUrl)).toEqual(before);
    },
  );

  it('by GET are refused, unless a header says that it is no such page', async () => {
    const path = `/graphql?query=${encodeURIComponent(VIEWER)}`;
    expect((await get(path)).status).toBe(400);
    expect((await get(path, { 'apollo-require-preflight': 'true' })).status).toBe(200);
  });

  it('never write by GET', async () => {
    const before = await storedContents(app.databaseUrl);
    const path = `/graphql?query=${encodeURIComponent(GROUP)}`;
    const headers = { 'apollo-require-preflight': 'true', authorization: `Bearer ${person.token}` };
    expect((await get(path, headers)).status).toBe(405);
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });
});

describe('HTTP that nobody should send', () => {
  const lines = (...given: string[]): string =>
    [...given, 'Host: x', 'Connection: close', '', ''].join('\r\n');

  it.each([
    ['a path that is no text', lines('GET /%ZZ HTTP/1.1'), 400],
    ['a path below GraphQL that is no text', lines('GET /graphql/%ZZ HTTP/1.1'), 400],
    ['a path far too long', lines(`GET /${'a'.repeat(9_000)} HTTP/1.1`), 414],
    ['a query far too long', lines(`GET /graphql?query=${'a'.repeat(9_000)} HTTP/1.1`), 414],
    ['a part of a path that is too long', lines(`GET /documents/${'a'.repeat(300)} HTTP/1.1`), 414],
    ['headers without end', lines('GET / HTTP/1.1', `X-Much: ${'a'.repeat(40_000)}`), 431],
    ['an unknown method', lines('HACK / HTTP/1.1'), 400],
    ['another version', lines('GET / HTTP/9.9'), 400],
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['two lengths', lines('POST /graphql HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'), 400],
    [
      'a length and chunks',
      lines('POST /graphql HTTP/1.1', 'Content-Length: 1', 'Transfer-Encoding: chunked'),
      400,
    ],
    ['a negative length', lines('POST /graphql HTTP/1.1', 'Content-Length: -1'), 400],
    ['a NUL in a header', lines('GET / HTTP/1.1', 'X-A: a\0b'), 400],
    ['another method where GraphQL is spoken', lines('PUT /graphql HTTP/1.1'), 404],
    ['a host that is none', 'GET /graphql HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['no host, where GraphQL is spoken', 'GET /graphql?query=x HTTP/1.0\r\n\r\n', 400],
    ['TRACE', lines('TRACE / HTTP/1.1'), 404],
  ])('%s is refused, and nothing is given away', async (_name, text, status) => {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(faultsOf({ status, text: answer, codes: [], payload: null })).toEqual([]);
  });

  it('a body that is too large is 413 in GraphQL’s shape', async () => {
    const length = 5 * 1024 * 1024;
    const answer = await raw(
      lines('POST /graphql HTTP/1.1', 'Content-Type: application/json', `Content-Length: ${length}`),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(
      /\{"errors":\[\{"message":"The request is too large\.","extensions":\{"code":"BAD_USER_INPUT"\}\}\]\}/,
    );
  });

  it.each([
    ['at the top', `{"query":"${VIEWER}","__proto__":{"isAdministrator":true}}`],
    ['in variables', `{"query":"${VIEWER}","variables":{"input":{"__proto__":{"isAdministrator":true}}}}`],
    [
      'as a constructor',
      `{"query":"${VIEWER}","variables":{"constructor":{"prototype":{"isAdministrator":true}}}}`,
    ],
    ['escaped', `{"query":"${VIEWER}","variables":{"__pr\\u006fto__":{"isAdministrator":true}}}`],
  ])('a prototype %s is refused or has no effect', async (_name, body) => {
    const response = await fetch(new URL('/graphql', base), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([200, 400]).toContain(response.status);
    expect(({} as { isAdministrator?: boolean }).isAdministrator).toBeUndefined();
    expect((await ask(VIEWER)).status).toBe(200);
  });

  it('slow requests are given up by the server', () => {
    const server = app.app.getHttpServer() as unknown as Record<string, number>;
    for (const timeout of ['headersTimeout', 'requestTimeout', 'timeout', 'keepAliveTimeout'])
      expect([timeout, server[timeout]! > 0 && server[timeout]! <= 120_000]).toEqual([timeout, true]);
  });
});

describe('errors of plain HTTP', () => {
  it.each([
    '/nope',
    '/feeds/nope',
    '/feeds/precedent_feed_nope.atom',
    '/explorer/nope.js',
    '/documents/nope',
    '/graphql/nope',
  ])('%s gives nothing away', async (path) => {
    const response = await get(path);
    const text = await response.text();
    expect(response.status).toBe(404);
    expect(faultsOf({ status: response.status, text, codes: [], payload: null })).toEqual([]);
  });
});
