import { currentDeadline, TimedOut, type Deadline } from '#kernel';
import { traced, type Attributes } from '#tracing';
import pg from 'pg';
import type { CancellableClient } from './cancellable-client.ts';
import { PatientPool } from './patient-pool.ts';
import { nameOf } from './statement-names.ts';

/** How a pool of connections is doing. */
export interface PoolState {
  busy: number;
  idle: number;
  /** Who waits for a connection. */
  waiting: number;
}

/**
 * Statements that one connection keeps prepared, some 100 kB each in PostgreSQL. Callers combine filters and
 * fields as they like, so there is no end of different ones: a connection that holds so many is replaced.
 */
const MOST_PREPARED = 300;

/** A statement that has been asked for, and who waits for it. */
interface Statement {
  name: string;
  text: string;
  values: unknown[];
  resolve: (rows: unknown[]) => void;
  reject: (error: unknown) => void;
}

/** The read lane's connections. Plain rows come out; entities never do. */
export class ReadDatabase {
  private readonly pool: PatientPool;
  /** Statements that go out at the end of this turn, by the deadline of their request. */
  private readonly waiting = new WeakMap<Deadline, Statement[]>();
  private readonly prepared = new WeakMap<pg.PoolClient, Set<string>>();

  constructor(url: string, poolSize: number) {
    this.pool = new PatientPool({
      ...{ connectionString: url, max: poolSize, pipeline: true, types: { getTypeParser } },
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
    return traced(
      () => this.described(text),
      () => this.ask(text, values) as Promise<T[]>,
    );
  }

  /** What a request asks for in the same turn of the event loop goes out together. */
  private ask(text: string, values: readonly unknown[]): Promise<unknown[]> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
    const statement = { name: nameOf(text), text, values: values as unknown[], resolve, reject };
    const deadline = currentDeadline();
    const waiting = deadline && this.waiting.get(deadline);
    if (waiting) waiting.push(statement);
    else if (deadline) this.open(deadline, statement);
    else void this.send([statement]);
    return promise;
  }

  private open(deadline: Deadline, first: Statement): void {
    const statements = [first];
    this.waiting.set(deadline, statements);
    setImmediate(() => {
      this.waiting.delete(deadline);
      void this.send(statements);
    });
  }

  private async send(statements: readonly Statement[]): Promise<void> {
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      for (const { reject } of statements) reject(error);
      return;
    }
    const { results, ended } = (client as unknown as CancellableClient).all(
      statements.map(({ name, text, values }) => ({ name, text, values })),
    );
    const failures: unknown[] = [];
    results.forEach((result, at) => {
      const { resolve, reject } = statements[at]!;
      result.then(
        ({ rows }) => resolve(rows),
        (error: unknown) => {
          failures.push(error);
          reject(error);
        },
      );
    });
    await ended;
    // A connection on which something failed is not used again. One whose statement was cancelled in good order
    // is: else those that are slow would wear all of them out.
    const broken = failures.some((error) => !(error instanceof TimedOut));
    client.release(broken || this.hasEnough(client, statements));
  }

  /** Whether the connection, with these statements, has as many prepared as it may keep. */
  private hasEnough(client: pg.PoolClient, statements: readonly Statement[]): boolean {
    let names = this.prepared.get(client);
    if (!names) this.prepared.set(client, (names = new Set()));
    for (const { name } of statements) names.add(name);
    return names.size >= MOST_PREPARED;
  }

  /** Connections of this lane, by what they do, and how many statements wait for one. */
  connections(): PoolState {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  /** For a trace: the first table, and the name by which PostgreSQL knows the statement; no values. */
  private described(text: string): { name: string; attributes: Attributes } {
    const table = /\bFROM\s+([a-z_]+)/.exec(text)?.[1] ?? 'nothing';
    const attributes = { 'db.system.name': 'postgresql', 'precedent.statement': nameOf(text) };
    return { name: `read ${table}`, attributes };
  }
}

/**
 * A statement is planned once for each connection, not for each set of values: planning the access rule takes
 * longer than reading a page by it.
 */
const PLAN_ONCE = 'SET plan_cache_mode = force_generic_plan';

/** Calendar days stay text: a JavaScript Date would move them by the machine's time zone. */
const getTypeParser: typeof pg.types.getTypeParser = (oid, format): ((value: string) => unknown) => {
  if (oid === pg.types.builtins.DATE) return (value) => value;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
};
