import { createHash } from 'node:crypto';
import { currentDeadline } from '#kernel';
import { traced, type Attributes } from '#tracing';
import pg from 'pg';
import { CancellableClient } from './cancellable-client.ts';

/** How a pool of connections is doing. */
export interface PoolState {
  busy: number;
  idle: number;
  /** Who waits for a connection. */
  waiting: number;
}

/** The read lane's connections. Plain rows come out; entities never do. */
export class ReadDatabase {
  private readonly pool: pg.Pool;
  private readonly names = new Map<string, string>();

  constructor(url: string, poolSize: number) {
    this.pool = new pg.Pool({
      ...{ connectionString: url, max: poolSize, types: { getTypeParser } },
      Client: CancellableClient,
    });
    // A connection lost while idle is replaced at the next query; without a listener it would end the process.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs one prepared statement and returns its rows. Statements are told apart by their text. Throws
   * TimedOut when the deadline of the request ends, and then the statement is cancelled.
   */
  rows<T>(text: string, values: readonly unknown[]): Promise<T[]> {
    return traced(
      () => this.described(text),
      () => this.read<T>(text, values),
    );
  }

  private async read<T>(text: string, values: readonly unknown[]): Promise<T[]> {
    const client = await this.connection();
    let failure: unknown;
    try {
      const result = await client.query({ name: this.nameOf(text), text, values: values as unknown[] });
      return result.rows as T[];
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      // As in the pool's own `query`: a connection on which something failed is not used again.
      client.release(failure instanceof Error ? failure : undefined);
    }
  }

  /** Connections of this lane, by what they do, and how many statements wait for one. */
  connections(): PoolState {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async connection(): Promise<pg.PoolClient> {
    const deadline = currentDeadline();
    if (!deadline) return this.pool.connect();
    deadline.check();
    const waiting = this.pool.connect();
    try {
      return await deadline.race(waiting);
    } catch (error) {
      waiting.then(
        (client) => client.release(),
        () => undefined,
      );
      throw error;
    }
  }

  /** For a trace: the first table, and the name by which PostgreSQL knows the statement; no values. */
  private described(text: string): { name: string; attributes: Attributes } {
    const table = /\bFROM\s+([a-z_]+)/.exec(text)?.[1] ?? 'nothing';
    const attributes = { 'db.system.name': 'postgresql', 'precedent.statement': this.nameOf(text) };
    return { name: `read ${table}`, attributes };
  }

  /** Prepared statements need a name per text; PostgreSQL caps names at 63 bytes. */
  private nameOf(text: string): string {
    let name = this.names.get(text);
    if (name === undefined) {
      name = createHash('sha256').update(text).digest('base64url');
      this.names.set(text, name);
    }
    return name;
  }
}

/** Calendar days stay text: a JavaScript Date would move them by the machine's time zone. */
const getTypeParser: typeof pg.types.getTypeParser = (oid, format): ((value: string) => unknown) => {
  if (oid === pg.types.builtins.DATE) return (value) => value;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
};
