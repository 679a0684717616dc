import { ReadDatabase } from '#database';
import { Deadline, TimedOut } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#testing';
import { rowsOf } from './support/database.ts';

const BACKEND = 'SELECT pg_backend_pid() AS pid, $1::int AS number';

let database: TestDatabase;
let reads: ReadDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => {
  reads = new ReadDatabase(database.url, 4);
});
afterEach(() => reads.close());

interface Answered {
  pid: number;
  number: number;
}

async function ask(number: number): Promise<Answered> {
  return (await reads.rows<Answered>(BACKEND, [number]))[0]!;
}

function inRequest<T>(work: () => Promise<T>): Promise<T> {
  const deadline = new Deadline(60_000);
  return deadline.run(work).finally(() => deadline.finish());
}

describe('statements that a request asks for at the same time', () => {
  it('take one connection, and each gets its own rows', async () => {
    const answered = await inRequest(() => Promise.all([1, 2, 3].map(ask)));
    expect(answered.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(new Set(answered.map(({ pid }) => pid)).size).toBe(1);
  });

  it('of two requests do not mix', async () => {
    const [one, other] = await Promise.all([1, 2].map((number) => inRequest(() => ask(number))));
    expect([one!.number, other!.number]).toEqual([1, 2]);
    expect(one!.pid).not.toBe(other!.pid);
  });

  it('do not fail with each other, and what failed wears its connection out', async () => {
    const [before, failed, after] = await inRequest(() =>
      Promise.allSettled([ask(1), reads.rows('SELECT 1 / $1::int', [0]), ask(2)]),
    );
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: '22012' } });
    expect([before, after]).toMatchObject([{ value: { number: 1 } }, { value: { number: 2 } }]);
    expect((await ask(3)).pid).not.toBe((before as PromiseFulfilledResult<Answered>).value.pid);
  });

  it('all end with the time of the request: none runs on, and the connection serves on', async () => {
    const { pid } = await ask(0);
    const deadline = new Deadline(60_000);
    const slow = deadline.run(() =>
      Promise.allSettled([1, 2, 3].map((number) => reads.rows('SELECT pg_sleep(60 + $1)', [number]))),
    );
    const running = async (): Promise<number> => {
      const rows = await rowsOf(
        database.url,
        `SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND state = 'active' AND query LIKE '%pg_sleep%'`,
        [pid],
      );
      return rows.length;
    };
    while ((await running()) === 0) await new Promise(setImmediate);
    deadline.end();
    for (const result of await slow) {
      expect(result).toMatchObject({ status: 'rejected' });
      expect((result as PromiseRejectedResult).reason).toBeInstanceOf(TimedOut);
    }
    expect(await running()).toBe(0);
    while (reads.connections().busy > 0) await new Promise(setImmediate);
    expect((await ask(4)).pid).toBe(pid);
  });
});
