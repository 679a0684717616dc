import { ReadDatabase } from '#database';
import { Deadline, TimedOut } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#testing';
import fc from 'fast-check';
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

/** What one request asks for. */
type Kind = 'quick' | 'rows' | 'wrong' | 'slow' | 'gone';

/** In PostgreSQL, and what it must come to: its own, or its own failure. */
const KINDS: Record<Kind, { text: string; values: (number: number) => unknown[] }> = {
  quick: { text: BACKEND, values: (number) => [number] },
  rows: {
    text: 'SELECT $1::int AS number FROM generate_series(1, 50)',
    values: (number) => [number],
  },
  wrong: { text: 'SELECT $1::int / ($1::int - $2::int) AS number', values: (number) => [number, number] },
  slow: { text: 'SELECT $1::int AS number FROM pg_sleep(0.02)', values: (number) => [number] },
  // Its request is over long before.
  gone: { text: 'SELECT $1::int AS number FROM pg_sleep(60)', values: (number) => [number] },
};

interface Asking {
  kind: Kind;
  /** Turns of the event loop to wait first. */
  after: number;
}

const askings = fc.array(
  fc.record<Asking>({
    kind: fc.constantFrom<Kind>('quick', 'quick', 'rows', 'wrong', 'slow', 'gone'),
    after: fc.nat({ max: 6 }),
  }),
  { minLength: 1, maxLength: 24 },
);

/** Asks as a request of its own, and says what came. */
async function briefly({ kind, after }: Asking, number: number): Promise<unknown> {
  for (let turn = 0; turn < after; turn += 1) await new Promise(setImmediate);
  const deadline = new Deadline(60_000);
  if (kind === 'gone') setTimeout(() => deadline.end(), after * 3);
  const { text, values } = KINDS[kind];
  try {
    const rows = await deadline.run(() => reads.briefRows<Answered>(text, values(number)));
    return rows.map((row) => row.number);
  } catch (error) {
    return error instanceof TimedOut ? 'timed out' : (error as { code?: string }).code;
  } finally {
    deadline.finish();
  }
}

function own(kind: Kind, number: number): unknown {
  if (kind === 'wrong') return '22012';
  if (kind === 'gone') return 'timed out';
  return Array.from({ length: kind === 'rows' ? 50 : 1 }, () => number);
}

describe('brief statements of several requests', () => {
  it('share a connection', async () => {
    const pids = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        inRequest(async () => (await reads.briefRows<Answered>(BACKEND, [number]))[0]!.pid),
      ),
    );
    expect(new Set(pids).size).toBe(1);
  });

  it('get each its own, whatever becomes of the others', async () => {
    await fc.assert(
      fc.asyncProperty(askings, async (all) => {
        const came = await Promise.all(all.map(briefly));
        expect(came).toEqual(all.map(({ kind }, number) => own(kind, number)));
        while (reads.connections().busy > 0) await new Promise(setImmediate);
      }),
      { numRuns: 60 },
    );
  });

  it('do not keep anybody waiting longer than their request has time, nor those who come later', async () => {
    const requests = [1, 2].map(() => new Deadline(60_000));
    const [slow, behind] = requests.map((deadline, number) =>
      deadline.run(() => reads.briefRows(KINDS.gone.text, [number])),
    );
    await new Promise((done) => setTimeout(done, 50));
    expect(await briefly({ kind: 'quick', after: 0 }, 3)).toEqual([3]);
    requests[1]!.end();
    await expect(behind).rejects.toThrow(TimedOut);
    requests[0]!.end();
    await expect(slow).rejects.toThrow(TimedOut);
    while (reads.connections().busy > 0) await new Promise(setImmediate);
  });

  it('fail when their connection is lost, and the next ones do not', async () => {
    const { pid } = await inRequest(async () => (await reads.briefRows<Answered>(BACKEND, [0]))[0]!);
    const lost = Promise.allSettled(
      [1, 2, 3].map((number) => inRequest(() => reads.briefRows(KINDS.gone.text, [number]))),
    );
    const running = 'SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND query LIKE $2';
    while ((await rowsOf(database.url, running, [pid, '%pg_sleep(60)%'])).length === 0) {
      await new Promise(setImmediate);
    }
    await rowsOf(database.url, 'SELECT pg_terminate_backend($1)', [pid]);
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await briefly({ kind: 'quick', after: 0 }, 4)).toEqual([4]);
  });
});
