import { AuditWorker } from '#audit';
import { Receiver } from '../support/receiver.ts';
import { TestApp, type Person } from '../support/test-app.ts';

// Traces as an OTLP endpoint gets them, over real HTTP. What is told there of a request is names of ours only.

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}

const ABOVE = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const SECRETS = {
  title: 'Unheardof title',
  word: 'searchedforword',
  alias: 'madeupalias',
  key: 'precedent_feed_somekey',
};

let receiver: Receiver;
let person: Person;
let spans: Span[];
let told: string;

async function ask(app: TestApp, query: string, variables: object, traceparent?: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${person.token}` };
  const body = JSON.stringify({ query, variables });
  const url = `${await app.app.getUrl()}/graphql`;
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { ...headers, ...(traceparent && { traceparent }) },
  });
  expect(response.status).toBe(200);
  await response.text();
}

/** Asks for some things, has some work done, and takes what came of it when the process has ended. */
beforeAll(async () => {
  receiver = await Receiver.open();
  const app = await TestApp.start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url('').replace(/\/$/, '') });
  person = await app.person(await app.institution(), 'PUBLISHER');
  const { title, word, alias, key } = SECRETS;
  const traced = `00-${ABOVE.traceId}-${ABOVE.spanId}-01`;
  await ask(app, `query Mine($word: String!) { ${alias}: search(query: $word) { total } }`, { word }, traced);
  const input = { title, summary: title, body: title, details: { guidance: {} } };
  await ask(
    app,
    'mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } } }',
    { input },
  );
  await ask(app, '{ viewer { user { id } } }', {}, `00-${'0'.repeat(32)}-nonsense`);
  await fetch(`${await app.app.getUrl()}/feeds/${key}.atom`).then((response) => response.text());
  await fetch(`${await app.app.getUrl()}/health/ready`).then((response) => response.text());
  const worker = app.app.get(AuditWorker);
  worker.start();
  await worker.stop();
  await app.stop();
  const batches = receiver.at('v1/traces');
  spans = batches.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }: any) => scopeSpans.flatMap((one: any) => one.spans)),
  );
  told = receiver.received.map(({ body, headers }) => body + JSON.stringify(headers)).join('\n');
});
afterAll(() => receiver.close());

const named = (name: string): Span => spans.find((span) => span.name === name)!;
const below = (span: Span): Span[] => spans.filter(({ parentSpanId }) => parentSpanId === span.spanId);
const attributesOf = (span: Span): Record<string, unknown> =>
  Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

test('an operation goes on the trace that its request names, and its statements are below it', () => {
  const search = named('query search');
  expect(search).toMatchObject({ traceId: ABOVE.traceId, parentSpanId: ABOVE.spanId });
  expect(attributesOf(search)).toMatchObject({
    ...{ 'graphql.operation.name': 'Mine', 'graphql.operation.type': 'query' },
    ...{ 'http.request.method': 'POST', 'http.route': '/graphql', 'http.response.status_code': 200 },
  });
  const statements = below(search);
  expect(statements.length).toBeGreaterThan(1);
  for (const statement of statements) {
    expect(statement).toMatchObject({
      traceId: ABOVE.traceId,
      name: expect.stringMatching(/^read [a-z_]+$/),
    });
    expect(Object.keys(attributesOf(statement)).toSorted()).toEqual([
      'db.system.name',
      'precedent.statement',
    ]);
  }
});

test('without a usable header a trace of its own begins', () => {
  for (const name of ['query viewer', 'mutation documentCreate']) {
    expect(named(name).parentSpanId ?? '').toBe('');
    expect(named(name).traceId).toMatch(/^[1-9a-f][0-9a-f]{31}$|^0+[1-9a-f]/);
  }
  expect(
    new Set(['query viewer', 'query search', 'mutation documentCreate'].map((name) => named(name).traceId))
      .size,
  ).toBe(3);
});

test('every statement is below a request or a job, and what only watches is not traced', () => {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  for (const span of spans.filter(({ name }) => name.startsWith('read ')))
    expect(ids).toContain(span.parentSpanId);
  expect(spans.filter(({ name }) => name.includes('/health'))).toEqual([]);
});

test('jobs that did something are traced', () => {
  expect(named('Sealing the audit trail')).toBeDefined();
});

test('nothing of what was written, asked, or held is told', () => {
  expect(named('GET /feeds/:file') ?? spans.find(({ name }) => name.startsWith('GET /feeds'))).toBeDefined();
  for (const secret of [...Object.values(SECRETS), person.token, person.email, person.userId])
    expect(told).not.toContain(secret);
  expect(told).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/);
});
