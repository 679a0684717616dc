import { createTestDatabase, GraphqlClient, type TestDatabase } from '#testing';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { settle, type Community } from '../support/community.ts';
import { PrecedentHome } from '../support/precedent-process.ts';
import { mutate } from '../support/publishing.ts';
import { Receiver } from '../support/receiver.ts';
import { answerOf, faultsOf, type Answer } from '../unit/support/answers.ts';
import { rowsOf } from '../unit/support/database.ts';

// What a process does that is asked to stop while it is at work.

const ERRORS = 'userErrors { code message field }';
const CREATE = `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`;
const STEPS = [
  ['publisher', `mutation($id: ID!) { documentSubmit(id: $id) { document { id } ${ERRORS} } }`],
  [
    'colleague',
    `mutation($id: ID!) { documentReview(id: $id, decision: APPROVE) { document { id } ${ERRORS} } }`,
  ],
  [
    'publisher',
    `mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { document { id } ${ERRORS} } }`,
  ],
] as const;
const WEBHOOK = `mutation($url: String!) { webhookCreate(url: $url) { webhook { id } ${ERRORS} } }`;

const home = new PrecedentHome();
let database: TestDatabase;
let community: Community;
let blocker: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  community = await settle(database.url);
  home.withEnvironment({ DATABASE_URL: database.url, WEBHOOK_ALLOW_LOOPBACK: 'true' });
  blocker = new pg.Client({ connectionString: database.url });
  await blocker.connect();
});
afterAll(async () => {
  await blocker?.end();
  await home.remove();
  await database?.drop();
});

function content(title: string, level = 'INSTITUTION'): object {
  return {
    input: { title, summary: 'Of no weight.', body: '', details: { guidance: {} }, sharing: { level } },
  };
}

/** Sends a write, as a client that was there before the signal. */
async function write(url: string, title: string): Promise<Answer & { connection: string | null }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${community.publisher}` },
    body: JSON.stringify({ query: CREATE, variables: content(title) }),
  });
  const answer = answerOf(response.status, await response.text());
  return { ...answer, connection: response.headers.get('connection') };
}

/** No write can be finished until `letGo`. */
async function holdUp(): Promise<void> {
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE');
}
const letGo = (): Promise<unknown> => blocker.query('ROLLBACK');

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

async function heldUp(): Promise<boolean> {
  const statement = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO audit_events%'`;
  return (await rowsOf(database.url, statement)).length > 0;
}

async function titles(): Promise<string[]> {
  const rows = await rowsOf<{ title: string }>(
    database.url,
    'SELECT title FROM document_versions ORDER BY title',
  );
  return rows.map(({ title }) => title);
}

/** Whether a new caller is let in. */
async function refuses(url: string): Promise<boolean> {
  const status = await fetch(new URL('/health/live', url)).then(
    (response) => response.status,
    () => 'refused',
  );
  return status === 'refused' || status === 503;
}

test('what was begun is finished and acknowledged, nobody else is let in, and the exit code is 0', async () => {
  const { url, child } = await home.serve('--no-demo');
  await holdUp();
  const begun = write(url, 'Begun before');
  await until(heldUp);
  const ended = home.end(child, 'SIGTERM');
  await until(() => refuses(url));
  await expect(write(url, 'Begun after')).rejects.toThrow();
  expect(child.exitCode).toBeNull();
  await letGo();
  const { status, codes, payload, connection } = await begun;
  expect([status, codes, payload.userErrors, connection]).toEqual([200, [], [], 'close']);
  expect(await ended).toBe(0);
  expect(await titles()).toEqual(['Begun before']);
});

describe('with what does not come to an end', () => {
  let receiver: { server: Server; asked: number };
  let api: Awaited<ReturnType<PrecedentHome['serve']>>;
  let worker: Awaited<ReturnType<PrecedentHome['worker']>>;
  let url: string;

  beforeAll(async () => {
    receiver = { server: createServer(() => (receiver.asked += 1)), asked: 0 };
    await new Promise<void>((done) => receiver.server.listen(0, '127.0.0.1', () => done()));
    url = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/never`;
    [api, worker] = await Promise.all([home.serve('--no-demo', '--no-worker'), home.worker()]);
  });
  afterAll(() => {
    receiver.server.closeAllConnections();
    receiver.server.close();
  });

  const deliveries = (): Promise<{ due: boolean; attempts: number; outcome: string | null }[]> =>
    rowsOf(
      database.url,
      'SELECT due_at <= now() AS due, attempts, outcome FROM webhook_deliveries ORDER BY created_at',
    );

  test('it stops all the same: requests are rolled back and told so, jobs are handed back', async () => {
    const as = (token: string): GraphqlClient => new GraphqlClient(api.url).as(token);
    await mutate(as(community.administrator), WEBHOOK, { url });
    const { id } = await mutate(as(community.publisher), CREATE, content('Told', 'COMMUNITY'));
    for (const [who, step] of STEPS) await mutate(as(community[who]), step, { id });
    await until(async () => receiver.asked > 0);
    expect(await deliveries()).toEqual([{ due: false, attempts: 1, outcome: null }]);
    await holdUp();
    const stuck = write(api.url, 'Stuck');
    await until(heldUp);
    // Nobody asks the worker twice: it has its own patience. The api is asked again, and has none left.
    const ended = Promise.all([home.end(api.child, 'SIGINT'), home.end(worker.child, 'SIGTERM')]);
    const impatience = setInterval(() => api.child.kill('SIGINT'), 100);
    const { status, codes, connection } = await stuck;
    expect([status, codes, connection]).toEqual([503, ['TIMEOUT'], 'close']);
    expect(faultsOf({ ...(await stuck), status: 200 })).toEqual([]);
    expect(await ended).toEqual([0, 0]);
    clearInterval(impatience);
    await letGo();
    expect(await titles()).toEqual(['Begun before', 'Told']);
    expect(await deliveries()).toEqual([{ due: true, attempts: 0, outcome: null }]);
  });

  test('whoever comes next has it at once', async () => {
    const willing = await Receiver.open();
    await rowsOf(database.url, 'UPDATE webhooks SET url = $1', [willing.url('told')]);
    const next = await home.worker();
    await until(async () => willing.at('told').length > 0);
    await until(async () => (await deliveries())[0]!.outcome !== null);
    expect(await deliveries()).toMatchObject([{ attempts: 1, outcome: 'DELIVERED' }]);
    expect(await home.end(next.child, 'SIGTERM')).toBe(0);
    await willing.close();
  });
});
