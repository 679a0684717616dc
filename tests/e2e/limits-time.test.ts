import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestApp, type Person } from '../support/test-app.ts';
import { faultsOf, post } from '../unit/support/answers.ts';
import { rowsOf, storedContents } from '../unit/support/database.ts';

const DOCUMENTS = '{ documents { edges { node { id } } } }';
const GROUP = 'mutation { sharingGroupCreate(name: "Circle") { sharingGroup { id } userErrors { code } } }';
const WAITING = `SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

let app: TestApp;
let person: Person;
let blocker: pg.Client;

beforeAll(async () => {
  app = await TestApp.start({ REQUEST_TIMEOUT_MS: '400' });
  person = await app.person(await app.institution(), 'PUBLISHER', { administrator: true });
  // What is looked up once a minute only must not be what a test waits for.
  await person.client.ask('{ viewer { user { id } } }');
  blocker = new pg.Client({ connectionString: app.databaseUrl });
  await blocker.connect();
});
afterAll(async () => {
  await blocker?.end();
  await app?.stop();
});

/** Does something while nobody can do anything with a table. */
async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
  await blocker.query('BEGIN');
  await blocker.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  try {
    return await work();
  } finally {
    await blocker.query('ROLLBACK');
  }
}

/** Waits until so many statements wait for a lock. */
async function untilWaiting(expected: number): Promise<void> {
  for (;;) {
    const [row] = await rowsOf<{ n: number }>(app.databaseUrl, WAITING);
    if (row!.n === expected) return;
    await sleep(10);
  }
}

const send = (query: string): ReturnType<typeof post> => post(app, person.token, JSON.stringify({ query }));

describe('a request that takes too long', () => {
  it('is answered with TIMEOUT, and its statement is cancelled', async () => {
    const answer = await whileLocked('documents', async () => {
      const given = await send(DOCUMENTS);
      await untilWaiting(0);
      return given;
    });

    expect(answer.status).toBe(503);
    expect(answer.codes).toEqual(['TIMEOUT']);
    expect(faultsOf({ ...answer, status: 200 })).toEqual([]);
    expect((await send(DOCUMENTS)).status).toBe(200);
  });

  it('has changed nothing, whatever it had written by then', async () => {
    const before = await storedContents(app.databaseUrl);

    const answer = await whileLocked('audit_events', async () => {
      const given = await send(GROUP);
      await untilWaiting(0);
      return given;
    });

    expect([answer.status, answer.codes]).toEqual([503, ['TIMEOUT']]);
    expect(await storedContents(app.databaseUrl)).toEqual(before);
    expect((await send(GROUP)).payload.userErrors).toEqual([]);
  });

  it('says when to try again', async () => {
    const response = await whileLocked('documents', () =>
      fetch(person.client.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` },
        body: JSON.stringify({ query: DOCUMENTS }),
      }),
    );
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it('is TIMEOUT as well while it is being found out who asks', async () => {
    const answer = await whileLocked('api_tokens', () => send(DOCUMENTS));

    expect([answer.status, answer.codes]).toEqual([503, ['TIMEOUT']]);
  });

  it('is given up outside of GraphQL too', async () => {
    const response = await whileLocked('documents', () =>
      fetch(new URL('/feeds/public.json', person.client.url)),
    );

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      statusCode: 503,
      code: 'TIMEOUT',
      message: expect.any(String),
    });
  });

  it('does not wear the connections out', async () => {
    await whileLocked('documents', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(DOCUMENTS)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
      await untilWaiting(0);
    });
    // On a machine that is busy the first of them may be out of time again; worn out, all of them would be.
    const all = async (): Promise<Set<number>> =>
      new Set(
        (await Promise.all(Array.from({ length: 20 }, () => send(DOCUMENTS)))).map(({ status }) => status),
      );
    let statuses = await all();
    for (let again = 0; again < 10 && statuses.has(503); again += 1) statuses = await all();
    expect([...statuses]).toEqual([200]);
  });
});

describe('a caller who has gone away', () => {
  let patient: TestApp;
  beforeAll(async () => {
    patient = await TestApp.start({ REQUEST_TIMEOUT_MS: '600000' });
  });
  afterAll(() => patient?.stop());

  it.each([
    ['a read', 'documents', DOCUMENTS],
    ['a write', 'audit_events', GROUP],
  ])('is not worked for: %s is cancelled', async (_name, table, query) => {
    const someone = await patient.person(await patient.institution(), 'PUBLISHER', { administrator: true });
    await someone.client.ask('{ viewer { user { id } } }');
    const holder = new pg.Client({ connectionString: patient.databaseUrl });
    await holder.connect();
    const before = await storedContents(patient.databaseUrl);
    await holder.query('BEGIN');
    await holder.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    const waiting = async (expected: number): Promise<void> => {
      for (;;) {
        const [row] = await rowsOf<{ n: number }>(patient.databaseUrl, WAITING);
        if (row!.n === expected) return;
        await sleep(10);
      }
    };
    const leaving = new AbortController();
    const left = fetch(someone.client.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${someone.token}` },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    });
    const gone = expect(left).rejects.toThrow();
    await waiting(1);
    leaving.abort();
    await gone;
    // The lock is still held, and the time is far from over: only a cancellation ends the wait.
    await waiting(0);
    await holder.query('ROLLBACK');
    await holder.end();
    expect(await storedContents(patient.databaseUrl)).toEqual(before);
  });
});
