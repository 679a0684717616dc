import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const MOST = 4;
/** With a filter, so that each takes a connection of its own. */
const DOCUMENTS = '{ documents(filter: { kinds: [GUIDANCE] }) { edges { node { id } } } }';
const CREATE = `mutation($name: String!) {
  sharingGroupCreate(name: $name) { sharingGroup { id } userErrors { code } }
}`;
const OVERLOADED = {
  errors: [{ message: expect.any(String), extensions: { code: 'OVERLOADED' } }],
};

let app: TestApp;
let person: Person;

beforeAll(async () => {
  app = await TestApp.start({ MAX_CONCURRENT_REQUESTS: String(MOST) });
  person = await app.person(await app.institution(), 'PUBLISHER', { administrator: true });
});
afterAll(() => app?.stop());

interface Answer {
  status: number;
  body: any;
  retryAfter: string | null;
}

async function send(query: string, variables: object = {}, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(person.client.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` },
    body: JSON.stringify({ query, variables }),
    ...(signal ? { signal } : {}),
  });
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, body: await response.json(), retryAfter };
}

function expectTurnedAway(answers: readonly Answer[]): void {
  for (const { status, body, retryAfter } of answers)
    expect([status, body, retryAfter]).toEqual([503, OVERLOADED, '1']);
}

/** Holds up whatever reads documents until the work is done. */
async function whileHeldUp(work: () => Promise<void>): Promise<void> {
  const blocker = new pg.Client({ connectionString: app.databaseUrl });
  await blocker.connect();
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE documents IN ACCESS EXCLUSIVE MODE');
  try {
    await work();
  } finally {
    await blocker.query('ROLLBACK');
    await blocker.end();
  }
}

/** Waits until so many statements wait for the lock. */
async function untilHeldUp(expected: number): Promise<void> {
  for (;;) {
    const [row] = await rowsOf<{ n: number }>(
      app.databaseUrl,
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row!.n === expected) return;
    await sleep(10);
  }
}

describe('more requests than can be worked on', () => {
  it('are turned away at once, and those that were begun are answered', async () => {
    let begun: Promise<Answer[]> | undefined;
    await whileHeldUp(async () => {
      begun = Promise.all(Array.from({ length: MOST }, () => send(DOCUMENTS)));
      await untilHeldUp(MOST);
      // As many again wait for a moment in vain; those after them do not even wait.
      expectTurnedAway(await Promise.all(Array.from({ length: 4 * MOST }, () => send(DOCUMENTS))));
      for (const path of ['/health/live', '/health/ready'])
        expect((await fetch(new URL(path, person.client.url))).status).toBe(200);
    });
    expect((await begun!).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await send(DOCUMENTS)).status).toBe(200);
  });

  it('get the places of callers who have gone away', async () => {
    await whileHeldUp(async () => {
      const leaving = new AbortController();
      const gone = Array.from({ length: MOST }, () => send(DOCUMENTS, {}, leaving.signal).catch(() => null));
      await untilHeldUp(MOST);
      leaving.abort();
      await Promise.all(gone);
      await untilHeldUp(0);
      expect((await send('{ viewer { user { id } } }')).status).toBe(200);
    });
  });

  it('are turned away outside of GraphQL too, in the shape of the place', async () => {
    let begun: Promise<Answer>[] = [];
    await whileHeldUp(async () => {
      begun = Array.from({ length: MOST }, () => send(DOCUMENTS));
      await untilHeldUp(MOST);
      const response = await fetch(new URL('/feeds/public.json', person.client.url));
      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({
        statusCode: 503,
        code: 'OVERLOADED',
        message: expect.any(String),
      });
    });
    await Promise.all(begun);
  });
});

test('in a burst of writes, exactly those that were acknowledged are there afterwards', async () => {
  const names = Array.from({ length: 150 }, (_, index) => `Circle ${index}`);
  const answers = await Promise.all(
    names.map(async (name) => ({ name, answer: await send(CREATE, { name }) })),
  );
  const acknowledged = answers.filter(({ answer }) => answer.status === 200);
  const turnedAway = answers.filter(({ answer }) => answer.status !== 200);

  expect(acknowledged.length).toBeGreaterThanOrEqual(MOST);
  expect(turnedAway.length).toBeGreaterThan(0);
  expectTurnedAway(turnedAway.map(({ answer }) => answer));
  for (const { answer } of acknowledged) expect(answer.body.data.sharingGroupCreate.userErrors).toEqual([]);
  const stored = await rowsOf<{ name: string }>(app.databaseUrl, 'SELECT name FROM sharing_groups');
  expect(stored.map(({ name }) => name).sort()).toEqual(acknowledged.map(({ name }) => name).sort());
  // Afterwards the service is as it was.
  expect((await send(DOCUMENTS)).status).toBe(200);
});
