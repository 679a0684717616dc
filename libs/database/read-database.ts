import { createHash } from 'node:crypto';
import pg from 'pg';
import { PatientPool } from './patient-pool.ts';

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
  private readonly names = new Map<string, string>();

  constructor(url: string, poolSize: number) {
    this.pool = new PatientPool({ connectionString: url, max: poolSize, types: { getTypeParser } });
    // A connection lost while idle is replaced at the next query; without a listener it would end the process.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs one prepared statement and returns its rows. Statements are told apart by their text. Throws
   * TimedOut when the deadline of the request ends, and then the statement is cancelled.
   */
  async rows<T>(text: string, values: readonly unknown[]): Promise<T[]> {
    const client = await this.pool.connect();
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
    await this.pool.close();
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
