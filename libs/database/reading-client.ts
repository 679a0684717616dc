import { TimedOut, type Deadline } from '#kernel';
import type pg from 'pg';
import { CancellableClient } from './cancellable-client.ts';

/**
 * Statements that one connection keeps prepared, some 100 kB each in PostgreSQL. Callers combine filters and
 * fields as they like, so there is no end of different ones: a connection that holds so many is replaced.
 */
const MOST_PREPARED = 300;

/** A statement that only reads, or may be done twice, with the deadline of the request it belongs to. */
export interface Reading {
  name: string;
  text: string;
  values: unknown[];
  deadline: Deadline | undefined;
}

/**
 * A connection of the read lane. Statements are sent without waiting for those before them, which may be other
 * requests'; PostgreSQL does one after the other, and answers in this order.
 */
export class ReadingClient extends CancellableClient {
  /** What has been sent and not answered, in its order: the first is being done. */
  private readonly underWay: Reading[] = [];
  private readonly prepared = new Set<string>();
  private begun = 0;

  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true });
  }

  /** For how many milliseconds the statement that is being done has been so. */
  get taking(): number {
    return this.underWay.length === 0 ? 0 : performance.now() - this.begun;
  }

  /** Whether it has as many statements prepared as it may keep. */
  get isWornOut(): boolean {
    return this.prepared.size >= MOST_PREPARED;
  }

  /**
   * Sends all of them at once. One that fails does not keep the next from being done; one whose deadline ends
   * is cancelled when it is its turn, and rejects with TimedOut.
   */
  send(statements: readonly Reading[]): Promise<pg.QueryResult>[] {
    const { stream } = this.innards.connection;
    if (this.underWay.length === 0) this.begun = performance.now();
    stream.cork();
    const results = statements.map((statement) => this.one(statement));
    stream.uncork();
    return results;
  }

  private async one(statement: Reading): Promise<pg.QueryResult> {
    const { name, text, values, deadline } = statement;
    deadline?.check();
    this.prepared.add(name);
    this.underWay.push(statement);
    const unwatch = deadline?.watch(() => this.cancel(statement));
    try {
      return (await this.plain({ name, text, values })) as pg.QueryResult;
    } catch (error) {
      throw deadline?.isOver ? new TimedOut() : error;
    } finally {
      unwatch?.();
      this.underWay.splice(this.underWay.indexOf(statement), 1);
      this.begun = performance.now();
      const next = this.underWay[0];
      if (next?.deadline?.isOver) this.cancel(next);
    }
  }

  /** What is not being done yet is cancelled when it is its turn. */
  private cancel(statement: Reading): void {
    this.insist(() => this.underWay[0] === statement);
  }
}
