import { Deadline, TimedOut } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#testing';
import type pg from 'pg';
import { PatientPool } from '../../libs/database/patient-pool.ts';
import { rowsOf } from './support/database.ts';

const MOST = 2;

let database: TestDatabase;
let pool: PatientPool;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => {
  pool = new PatientPool({ connectionString: database.url, max: MOST });
  pool.on('error', () => undefined);
});

/** All the connections there are. */
function takeAll(): Promise<pg.PoolClient[]> {
  return Promise.all(Array.from({ length: MOST }, () => pool.connect()));
}

describe('waiting for a connection', () => {
  const byPromise = (): Promise<unknown> => pool.connect();
  const byCallback = (): Promise<unknown> =>
    new Promise((done, fail) => {
      pool.connect((error, client) => (error ? fail(error) : done(client)));
    });

  it.each([
    ['a promise', byPromise],
    ['a callback, as TypeORM does', byCallback],
  ])('ends with the time of the request, by %s', async (_name, ask) => {
    const held = await takeAll();
    const deadline = new Deadline(60_000);
    const waiting = deadline.run(ask);
    const ended = expect(waiting).rejects.toThrow(TimedOut);
    deadline.end();
    await ended;
    for (const client of held) client.release();
    // Whoever has stopped waiting takes none: all of them can be had again.
    for (const client of await takeAll()) client.release();
    await pool.close();
  });

  it('has no end where no request waits', async () => {
    const held = await takeAll();
    const waiting = byCallback() as Promise<pg.PoolClient>;
    for (const client of held) client.release();
    (await waiting).release();
    await pool.close();
  });
});

test('a connection that is lost while nothing runs on it fails what is asked next, and ends no process', async () => {
  const client = await pool.connect();
  const lost = new Promise<void>((done) => client.once('end', () => done()));
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await rowsOf(database.url, 'SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
  await lost;
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release();
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.close();
});

test('closing waits for no statement that does not end', async () => {
  const client = await pool.connect();
  const endless = expect(client.query('SELECT pg_sleep(3600)')).rejects.toThrow();
  const given = endless.then(() => client.release());
  await pool.close();
  await given;
});
