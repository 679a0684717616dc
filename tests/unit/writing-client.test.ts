import { Deadline, TimedOut } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#testing';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { WritingPool } from '../../libs/database/writing-pool.ts';
import { rowsOf } from './support/database.ts';

let database: TestDatabase;
let pool: WritingPool;
let client: pg.PoolClient;

beforeAll(async () => {
  database = await createTestDatabase();
  await rowsOf(database.url, 'CREATE TABLE written (at serial, word text NOT NULL)');
});
afterAll(() => database?.drop());
beforeEach(async () => {
  pool = new WritingPool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  client = await pool.connect();
});
afterEach(async () => {
  client.release();
  await pool.close();
});

const write = (word: string | null): Promise<unknown> =>
  client.query('INSERT INTO written (word) VALUES ($1)', [word]);

async function written(): Promise<string[]> {
  const statement = 'WITH taken AS (DELETE FROM written RETURNING *) SELECT word FROM taken ORDER BY at';
  return (await rowsOf<{ word: string }>(database.url, statement)).map(({ word }) => word);
}

describe('statements that a transaction asks for at the same time', () => {
  it('are done one after the other, each seeing what those before it did', async () => {
    await client.query('BEGIN');
    const counts = await Promise.all(
      ['one', 'two', 'three'].map(async (word) => {
        const writing = write(word);
        const { rows } = await client.query<{ count: number }>('SELECT count(*)::int FROM written');
        await writing;
        return rows[0]!.count;
      }),
    );
    await client.query('COMMIT');
    expect(counts).toEqual([1, 2, 3]);
    expect(await written()).toEqual(['one', 'two', 'three']);
  });

  it('fail all together, and nothing of them is kept', async () => {
    await client.query('BEGIN');
    const outcomes = await Promise.allSettled(['one', null, 'three'].map(write));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes[1]).toMatchObject({ reason: { code: '23502' } });
    await client.query('COMMIT');
    expect(await written()).toEqual([]);
  });

  it('end with the time of the request, and the connection serves on', async () => {
    const deadline = new Deadline(60_000);
    await client.query('BEGIN');
    const slow = deadline.run(() =>
      Promise.allSettled([
        write('one'),
        ...[1, 2].map((number) => client.query('SELECT pg_sleep(60 + $1)', [number])),
      ]),
    );
    setTimeout(() => deadline.end(), 100);
    const [first, ...others] = await slow;
    expect(first).toMatchObject({ status: 'fulfilled' });
    for (const other of others) expect(other).toMatchObject({ reason: expect.any(TimedOut) });
    await client.query('ROLLBACK');
    await write('after');
    expect(await written()).toEqual(['after']);
  });

  it('are not hit by a cancellation that was meant for one before them, and comes late', async () => {
    const cancelling = client as unknown as { cancelRunning: () => Promise<void> };
    const cancel = cancelling.cancelRunning.bind(client);
    cancelling.cancelRunning = async () => {
      await Promise.all([cancel(), sleep(200).then(cancel)]);
    };
    const deadline = new Deadline(3_600_000);
    const asked = deadline.run(() => client.query('SELECT pg_sleep(30)'));
    deadline.end();
    await expect(asked).rejects.toBeInstanceOf(TimedOut);
    await expect(client.query('SELECT pg_sleep(0.4)')).resolves.toMatchObject({ rowCount: 1 });
  });
});

describe('the beginning of a transaction, which nobody waits for', () => {
  it('holds back what would last: should it fail, nothing was done, and the connection is given up', async () => {
    // PostgreSQL hardly ever refuses to begin: here it does, a moment later.
    const asking = client as unknown as { ask: (...given: unknown[]) => Promise<unknown> };
    const ask = asking.ask;
    asking.ask = async (...given) => {
      if (given[0] !== 'BEGIN') return ask(...given);
      await sleep(20);
      throw new Error('refused');
    };
    await client.query('BEGIN');
    const outcomes = await Promise.allSettled([client.query('SELECT 1'), write('one'), write('two')]);
    expect(outcomes.slice(1).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(write('three')).rejects.toThrow(/connection/i);
    expect(await written()).toEqual([]);
  });

  it('loses nothing of what comes after one that has failed', async () => {
    await client.query('BEGIN');
    await expect(client.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await client.query('ROLLBACK');
    await client.query('BEGIN');
    await Promise.all([write('one'), client.query('SELECT 1'), write('two')]);
    await client.query('COMMIT');
    expect(await written()).toEqual(['one', 'two']);
  });

  it('is sent: what was written goes with a connection that is lost before it ends', async () => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await client.query('BEGIN');
    await Promise.all([client.query('SELECT 1'), write('one'), client.query('SELECT 2')]);
    await rowsOf(database.url, 'SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
    await expect(client.query('COMMIT')).rejects.toThrow();
    expect(await written()).toEqual([]);
  });
});

describe('a statement that comes again', () => {
  const prepared = async (): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int FROM pg_prepared_statements',
    );
    return rows[0]!.count;
  };

  it('is prepared from the second time on, and gives what it gave', async () => {
    for (const [number, names] of [
      [1, 0],
      [2, 1],
      [3, 1],
    ]) {
      const { rows } = await client.query('SELECT $1::int AS number', [number]);
      expect([rows, await prepared()]).toEqual([[{ number }], names]);
    }
  });

  it('is not prepared where there are as many as a connection keeps', async () => {
    for (let number = 0; number < 400; number += 1) {
      const text = `SELECT $1::int AS number${number % 200}`;
      for (const _time of [1, 2]) await client.query(text, [number]);
    }
    expect(await prepared()).toBe(150);
  });
});
