import { currentDeadline, Deadline, isTimeout, TimedOut } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#testing';
import pg from 'pg';
import { CancellableClient } from '../../libs/database/cancellable-client.ts';

const LONG = 3_600_000;

/** Counts how often it was given its time anew. */
class ProlongedDeadline extends Deadline {
  times = 0;

  override prolong(): void {
    super.prolong();
    this.times += 1;
  }
}

describe('a deadline', () => {
  it('is found by what runs under it, and by nothing else', async () => {
    const deadline = new Deadline(LONG);
    const found = await deadline.run(async () => {
      await Promise.resolve();
      return currentDeadline();
    });
    expect(found).toBe(deadline);
    expect(currentDeadline()).toBeUndefined();
    deadline.finish();
  });

  it('ends what is waited for, and everything that begins later', async () => {
    const deadline = new Deadline(LONG);
    const never = deadline.race(new Promise(() => undefined));
    deadline.end();

    await expect(never).rejects.toBeInstanceOf(TimedOut);
    await expect(deadline.race(Promise.resolve(1))).rejects.toBeInstanceOf(TimedOut);
    expect(() => deadline.check()).toThrow(TimedOut);
    expect(() => deadline.prolong()).toThrow(TimedOut);
  });

  it('ends by itself', async () => {
    const deadline = new Deadline(5);
    await new Promise<void>((ended) => deadline.watch(ended));
    expect(deadline.isOver).toBe(true);
  });

  it('does not end once the work is finished', () => {
    const deadline = new Deadline(LONG);
    deadline.finish();
    deadline.end();
    expect(deadline.isOver).toBe(false);
  });
});

describe('a connection', () => {
  let database: TestDatabase;
  let client: CancellableClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new CancellableClient({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE TABLE deadline_notes (text text)');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const count = async (): Promise<number> =>
    (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM deadline_notes')).rows[0]!.n;

  it('has its statement cancelled when the deadline ends, and can be used again', async () => {
    const deadline = new Deadline(LONG);
    const sleeping = deadline.run(() => client.query('SELECT pg_sleep(3600)'));
    setTimeout(() => deadline.end(), 20);

    await expect(sleeping).rejects.toBeInstanceOf(TimedOut);
    expect(await count()).toBe(0);
  });

  it('rolls back what was not committed', async () => {
    const deadline = new Deadline(LONG);
    await deadline.run(async () => {
      await client.query('BEGIN');
      await client.query("INSERT INTO deadline_notes VALUES ('lost')");
      deadline.end();
      await expect(client.query('COMMIT')).rejects.toBeInstanceOf(TimedOut);
      await client.query('ROLLBACK');
    });
    expect(await count()).toBe(0);
  });

  it('gives time anew once something is committed', async () => {
    const deadline = new ProlongedDeadline(LONG);
    await deadline.run(async () => {
      await client.query('BEGIN');
      await client.query("INSERT INTO deadline_notes VALUES ('kept')");
      await client.query('COMMIT');
    });
    expect(deadline.times).toBeGreaterThan(0);
    expect(await count()).toBe(1);
    deadline.finish();
  });

  it('is never left with a cancellation that came too late', async () => {
    for (let round = 0; round < 60; round += 1) {
      const deadline = new Deadline(LONG);
      const work = deadline.run(() => client.query('SELECT pg_sleep(0.002)'));
      setTimeout(() => deadline.end(), round % 6);
      await work.catch((error: unknown) => expect(isTimeout(error)).toBe(true));
      expect((await client.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    }
  });

  it('is not touched without a deadline', async () => {
    const pool = new pg.Pool({ connectionString: database.url, Client: CancellableClient });
    expect((await pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});
