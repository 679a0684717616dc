import { AuditWorker } from '#audit';
import { TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

async function metrics(headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const response = await fetch(`${await app.app.getUrl()}/metrics`, { headers });
  return { status: response.status, text: await response.text() };
}

/** The value of a series; null when there is none. */
async function series(name: string): Promise<number | null> {
  const { text } = await metrics();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? null : Number(line.slice(name.length + 1));
}

test('operations are counted by root field, refusals by code', async () => {
  const reader = await app.person(await app.institution(), 'READER');
  await reader.client.ask('query AnyNameAtAll { viewer { user { id } } }');
  await reader.client.ask('{ viewer { user { id } } institutions(first: 1) { edges { cursor } } }');
  await app.anonymous.send('{ apiTokens { id } }');
  await app.anonymous.send('{ nothing');
  await reader.client.ask('mutation { documentWithdraw(id: "x", reason: "y") { userErrors { code } } }');
  expect(await series('precedent_graphql_operations_total{operation="viewer",outcome="done"}')).toBe(1);
  expect(await series('precedent_graphql_operations_total{operation="several",outcome="done"}')).toBe(1);
  expect(await series('precedent_graphql_operations_total{operation="apiTokens",outcome="refused"}')).toBe(1);
  expect(await series('precedent_graphql_operations_total{operation="malformed",outcome="refused"}')).toBe(1);
  expect(await series('precedent_denials_total{code="UNAUTHENTICATED"}')).toBe(1);
  expect(await series('precedent_denials_total{code="NOT_FOUND"}')).toBe(1);
  expect(await series('precedent_graphql_operation_seconds_count{operation="viewer"}')).toBe(1);
  expect((await metrics()).text).not.toContain('AnyNameAtAll');
});

test('queues, indexes and connections are told', async () => {
  const author = await app.person(await app.institution(), 'PUBLISHER');
  const input = { title: 'Secret title', summary: 'x', body: '', details: { guidance: {} } };
  const { documentCreate } = await author.client.ask(
    'mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } } }',
    { input },
  );
  await author.client.ask(
    'mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { document { id } } }',
    { id: documentCreate.document.id },
  );
  expect(await series('precedent_index_pending{engine="embedded"}')).toBe(1);
  expect(await series('precedent_queue_waiting{queue="notices"}')).toBe(1);
  app.clock.advance(90_000);
  expect(await series('precedent_index_lag_seconds{engine="embedded"}')).toBeGreaterThanOrEqual(90);
  expect(await series('precedent_queue_oldest_seconds{queue="notices"}')).toBeGreaterThanOrEqual(90);
  await app.index();
  await app.tell();
  expect(await series('precedent_index_pending{engine="embedded"}')).toBe(0);
  expect(await series('precedent_queue_waiting{queue="notices"}')).toBe(0);
  expect(await series('precedent_index_answering{engine="embedded"}')).toBe(1);
  expect(await series('precedent_pool_waiting{lane="read"}')).toBe(0);
  expect(await series('precedent_ready')).toBe(1);
  expect(await series('precedent_pool_connections{lane="write",state="idle"}')).toBeGreaterThanOrEqual(0);
  expect((await metrics()).text).not.toMatch(/Secret title|[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test('what the trail has not sealed yet is a queue as well, and so are attachments', async () => {
  await app.institution();
  const waiting = await series('precedent_queue_waiting{queue="sealing"}');
  expect(waiting).toBeGreaterThan(0);
  app.clock.advance(60_000);
  expect(await series('precedent_queue_oldest_seconds{queue="sealing"}')).toBeGreaterThanOrEqual(60);
  await app.app.get(AuditWorker).seal();
  expect(await series('precedent_queue_waiting{queue="sealing"}')).toBe(0);
  expect(await series('precedent_queue_oldest_seconds{queue="sealing"}')).toBe(0);
  expect(await series('precedent_queue_waiting{queue="attachments"}')).toBe(0);
});

test('routes are told by their pattern: addresses may hold keys', async () => {
  const url = await app.app.getUrl();
  await fetch(`${url}/feeds/precedent_feed_somebodys_key.atom`);
  await fetch(`${url}/nowhere/at/all`);
  const { text } = await metrics();
  expect(text).toMatch(/precedent_http_responses_total\{method="GET",route="none",status="404"\} 1/);
  expect(text).not.toContain('somebodys_key');
});

test('nobody behind a proxy may look, and with a token nobody without it', async () => {
  expect((await metrics({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
  const token = 'a token of the operator';
  const other = await TestApp.start({ METRICS_TOKEN: token });
  const look = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${await other.app.getUrl()}/metrics`, { headers })).status;
  try {
    expect(await look({})).toBe(404);
    expect(await look({ authorization: 'Bearer another one, as long' })).toBe(404);
    expect(await look({ authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.9' })).toBe(200);
  } finally {
    await other.stop();
  }
});
