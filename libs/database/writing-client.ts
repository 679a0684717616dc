import type pg from 'pg';
import { CancellableClient } from './cancellable-client.ts';
import { nameOf } from './statement-names.ts';

/** Statements that one connection keeps prepared, some 100 kB each in PostgreSQL; more are not named. */
const MOST_PREPARED = 150;

/**
 * A connection of the write lane. What a transaction asks for at the same time goes to PostgreSQL in one
 * journey, and is done there one after the other; where one fails, the transaction has failed, and the rest
 * with it. A statement that comes again on this connection is prepared.
 */
export class WritingClient extends CancellableClient {
  private readonly met = new Set<string>();
  private readonly prepared = new Set<string>();
  private gathering = false;

  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true });
    const ask = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((...given: unknown[]) => {
      this.gather();
      const [text, values, ...more] = given;
      const isPlain =
        typeof text === 'string' && Array.isArray(values) && values.length > 0 && more.length === 0;
      return isPlain && this.prepares(text) ? ask({ name: nameOf(text), text, values }) : ask(...given);
    }) as typeof this.query;
  }

  /** From now on one statement at a time, as COPY needs it. Nothing may be under way. */
  waitForEach(): void {
    this.sending.pipeline = false;
  }

  /** Whether it is worth a name: from the second time on. */
  private prepares(text: string): boolean {
    if (this.prepared.has(text)) return true;
    if (this.prepared.size >= MOST_PREPARED) return false;
    if (this.met.delete(text)) {
      this.prepared.add(text);
      return true;
    }
    if (this.met.size >= MOST_PREPARED) this.met.clear();
    this.met.add(text);
    return false;
  }

  /** What pg keeps to itself. */
  private get sending(): { pipeline: boolean } {
    return this;
  }

  /** What is written in this turn of the event loop leaves together. */
  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    const { stream } = this.innards.connection;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }
}
