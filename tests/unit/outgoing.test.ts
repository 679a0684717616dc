import { fetchFrom } from '#outgoing';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const answers: Record<string, RequestListener> = {
  '/plain': (request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => response.end(JSON.stringify({ method: request.method, body })));
  },
  '/moved': (_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
  '/empty': (_request, response) => response.writeHead(204).end(),
  '/endless': (_request, response) => {
    const more = (): boolean => response.write('x'.repeat(64 * 1024), () => more());
    more();
  },
};

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => answers[request.url!]!(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

const trying = fetchFrom(true);

test('answers are those of fetch', async () => {
  const response = await trying(`${base}/plain`, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await response.json()).toEqual({ method: 'POST', body: 'a=b+c' });
  expect((await trying(`${base}/empty`)).status).toBe(204);
});

test('redirects are not followed', async () => {
  const response = await trying(`${base}/moved`);
  expect([response.status, response.headers.get('location')]).toEqual([302, 'http://10.0.0.1/']);
});

test('an answer without end is refused', async () => {
  await expect(trying(`${base}/endless`)).rejects.toThrow('too long');
});

test.each([
  'http://127.0.0.1:1/',
  'http://[::1]:1/',
  'http://localhost:1/',
  'http://169.254.169.254/',
  'http://[::ffff:10.0.0.1]/',
])('nothing is sent to %s', async (address) => {
  await expect(fetchFrom(false)(address)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
});

test('trying things out reaches this machine, and no other private one', async () => {
  await expect(trying('http://10.0.0.1/')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
});
