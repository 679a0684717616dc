import { currentDeadline, TimedOut, withoutDeadline, type Deadline } from '#kernel';
import { traced, type Attributes } from '#tracing';
import pg from 'pg';
import { Journey, MOST_ABOARD, type Asked } from './journey.ts';
import { momentOf } from './moments.ts';
import { PatientPool } from './patient-pool.ts';
import { ReadingClient } from './reading-client.ts';
import { nameOf } from './statement-names.ts';

/**
 * Brief statements that set off as soon as they are so many: PostgreSQL is at work on them while this process
 * still reads the requests that came in with theirs.
 */
const ENOUGH = 6;

/** How a pool of connections is doing. */
export interface PoolState {
  busy: number;
  idle: number;
  /** Who waits for a connection. */
  waiting: number;
}

/** The read lane's connections. Plain rows come out; entities never do. */
export class ReadDatabase {
  private readonly pool: PatientPool;
  /** Statements that go out at the end of this turn, by the deadline of their request. */
  private readonly waiting = new WeakMap<Deadline, Asked[]>();
  /** Brief ones that go out at the end of this turn or when there are enough, whosesoever they are. */
  private brief: Asked[] = [];
  /** Connections that are under way with brief ones. */
  private readonly journeys = new Set<Journey>();

  constructor(url: string, poolSize: number) {
    this.pool = new PatientPool({
      ...{ connectionString: url, max: poolSize, types: { getTypeParser }, Client: ReadingClient },
      // The pool waits for it, whatever the types say.
      onConnect: ((client) => client.query(PLAN_ONCE)) as NonNullable<pg.PoolConfig['onConnect']>,
    });
    // A connection lost while idle is replaced at the next query; without a listener it would end the process.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs one prepared statement and returns its rows. Statements are told apart by their text. Those that one
   * request asks for at the same time take one connection and one journey, one after the other. Throws
   * TimedOut when the deadline of the request ends, and then the statement is cancelled.
   */
  rows<T>(text: string, values: readonly unknown[]): Promise<T[]> {
    return ask<T>(text, values, (asked) => this.gather(asked));
  }

  /**
   * The same for a statement that PostgreSQL is done with in a millisecond or two: such ones of several requests
   * share a connection and its journey, so that many at once cost less. Who asks for something slower in this
   * way makes others wait.
   */
  briefRows<T>(text: string, values: readonly unknown[]): Promise<T[]> {
    return ask<T>(text, values, (asked) => this.gatherBrief(asked));
  }

  /** What a request asks for in the same turn of the event loop goes out together. */
  private gather(asked: Asked): void {
    const { deadline } = asked;
    const waiting = deadline && this.waiting.get(deadline);
    if (waiting) waiting.push(asked);
    else if (deadline) this.open(deadline, asked);
    else void this.send([asked]);
  }

  private open(deadline: Deadline, first: Asked): void {
    const statements = [first];
    this.waiting.set(deadline, statements);
    setImmediate(() => {
      this.waiting.delete(deadline);
      void this.send(statements);
    });
  }

  private gatherBrief(asked: Asked): void {
    this.brief.push(inTime(asked));
    if (this.brief.length === 1) withoutDeadline(() => setImmediate(() => this.sendBrief()));
    if (this.brief.length === ENOUGH) withoutDeadline(() => this.sendBrief());
  }

  private sendBrief(): void {
    const brief = this.brief;
    this.brief = [];
    for (let start = 0; start < brief.length; start += MOST_ABOARD) {
      const together = brief.slice(start, start + MOST_ABOARD);
      const journey = [...this.journeys].find((one) => one.hasRoomFor(together.length));
      if (journey) journey.take(together);
      else void this.send(together, this.journeys);
    }
  }

  /** Sends them on a connection of their own; others may come along while the journey is `among` the open ones. */
  private async send(statements: readonly Asked[], among?: Set<Journey>): Promise<void> {
    let client: ReadingClient & pg.PoolClient;
    try {
      client = (await this.pool.connect()) as ReadingClient & pg.PoolClient;
    } catch (error) {
      for (const { reject } of statements) reject(error);
      return;
    }
    const ended = async (failed: boolean): Promise<void> => {
      among?.delete(journey);
      await client.settle();
      client.release(failed || client.isWornOut);
    };
    const again = (statement: Asked): void => void this.send([statement]);
    const journey = new Journey(client, { ended: (failed) => void ended(failed), again });
    among?.add(journey);
    journey.take(statements);
  }

  /** Connections of this lane, by what they do, and how many statements wait for one. */
  connections(): PoolState {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

/** The rows of a statement that `send` sees to. */
function ask<T>(text: string, values: readonly unknown[], send: (asked: Asked) => void): Promise<T[]> {
  return traced(
    () => described(text),
    () => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
      const deadline = currentDeadline();
      send({ name: nameOf(text), text, values: values as unknown[], deadline, resolve, reject });
      return promise as Promise<T[]>;
    },
  );
}

/** Answers no later than the deadline, also while the statement waits behind another. */
function inTime({ resolve, reject, ...asked }: Asked): Asked {
  const unwatch = asked.deadline?.watch(() => reject(new TimedOut()));
  const whenDone =
    <T>(settle: (value: T) => void) =>
    (value: T): void => {
      unwatch?.();
      settle(value);
    };
  return { ...asked, resolve: whenDone(resolve), reject: whenDone(reject) };
}

/** For a trace: the first table, and the name by which PostgreSQL knows the statement; no values. */
function described(text: string): { name: string; attributes: Attributes } {
  const table = /\bFROM\s+([a-z_]+)/.exec(text)?.[1] ?? 'nothing';
  const attributes = { 'db.system.name': 'postgresql', 'precedent.statement': nameOf(text) };
  return { name: `read ${table}`, attributes };
}

/**
 * A statement is planned once for each connection, not for each set of values: planning the access rule takes
 * longer than reading a page by it.
 */
const PLAN_ONCE = 'SET plan_cache_mode = force_generic_plan';

/** Calendar days stay text: a JavaScript Date would move them by the machine's time zone. */
const getTypeParser: typeof pg.types.getTypeParser = (oid, format): ((value: string) => unknown) => {
  if (oid === pg.types.builtins.DATE) return (value) => value;
  if (oid === pg.types.builtins.TIMESTAMPTZ) return momentOf;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
};
