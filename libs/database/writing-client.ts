import type pg from 'pg';
import { CancellableClient, textOf } from './cancellable-client.ts';
import { nameOf } from './statement-names.ts';

/** Statements that one connection keeps prepared, some 100 kB each in PostgreSQL; more are not named. */
const MOST_PREPARED = 150;

type Ask = (...given: unknown[]) => Promise<unknown>;

const BEGINS = /^\s*(START\s+TRANSACTION|BEGIN)\s*;?\s*$/i;
const READS = /^\s*SELECT\b/i;
/** What beginning a transaction gives. */
const BEGUN = { command: 'START', rowCount: null, rows: [] };

/**
 * A connection of the write lane. What a transaction asks for at the same time goes to PostgreSQL in one
 * journey, and is done there one after the other; where one fails, the transaction has failed, and the rest
 * with it. What it asks for first goes along with its beginning. A statement that comes again on this
 * connection is prepared.
 */
export class WritingClient extends CancellableClient {
  private readonly met = new Set<string>();
  private readonly prepared = new Set<string>();
  private readonly ask: Ask;
  private gathering = false;
  /** While it is not known whether the transaction has begun; what must not happen outside of it waits. */
  private beginning: Promise<void> | null = null;
  private holdsBack = false;

  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true });
    this.ask = this.query.bind(this);
    this.query = ((...given: unknown[]) =>
      // With a callback it is pg's own.
      typeof given.at(-1) === 'function' ? this.ask(...given) : this.take(given)) as typeof this.query;
  }

  /** From now on one statement at a time, as COPY needs it. Nothing may be under way. */
  waitForEach(): void {
    this.sending.pipeline = false;
  }

  private take(given: unknown[]): unknown {
    const text = textOf(given[0]);
    if (text === null || !this.sending.pipeline) return this.ask(...given);
    if (BEGINS.test(text)) return this.begin(given);
    if (!this.beginning) return this.send(given);
    // Reading does no harm, should the transaction not have begun: whoever asked learns of it before writing.
    if (READS.test(text) && !this.holdsBack) return this.send(given);
    this.holdsBack = true;
    return this.beginning.then(() => this.send(given));
  }

  /** Does not wait for it: a connection that cannot begin a transaction is given up. */
  private begin(given: unknown[]): Promise<unknown> {
    this.beginning = this.send(given).then(
      () => this.begun(),
      (error: unknown) => {
        this.begun();
        this.giveUp();
        throw error;
      },
    );
    // Told by what comes next.
    this.beginning.catch(() => undefined);
    return Promise.resolve(BEGUN);
  }

  private begun(): void {
    this.beginning = null;
    this.holdsBack = false;
  }

  private send(given: unknown[]): Promise<unknown> {
    this.gather();
    const [text, values, ...more] = given;
    const isPlain =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 && more.length === 0;
    return isPlain && this.prepares(text)
      ? this.ask({ name: nameOf(text), text, values })
      : this.ask(...given);
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
