import { currentDeadline, TimedOut, type Deadline } from '#kernel';
import { connect, type Socket } from 'node:net';
import pg from 'pg';

/** A statement in any of the forms in which pg takes it. */
type Query = (...given: unknown[]) => Promise<unknown>;

/** What undoes must always be possible, and is quick. */
const UNDOES = /^\s*(ROLLBACK|RELEASE)\b/i;
/** PostgreSQL's number for a request to cancel, in the place of the protocol's version. */
const CANCEL_REQUEST = 80_877_102;
const COMMITS = /^\s*COMMIT\b/i;
/** Milliseconds between two cancellations of the same statement. */
const INSISTING = 100;

/**
 * A connection whose statements end with the deadline of the request they belong to: PostgreSQL is told to
 * cancel what runs, and nothing new is begun but a ROLLBACK. So a transaction that is not committed in time
 * is rolled back as a whole. A COMMIT that has begun is never cancelled, and gives the request its time
 * anew, to say what it has done.
 */
export class CancellableClient extends pg.Client {
  /** Asks whatever the deadline says. */
  protected readonly plain: Query;
  /** Requests to cancel that may not have been done yet. */
  private readonly cancelling: Promise<void>[] = [];
  private settled = Promise.resolve();

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // A connection that is lost fails its statement, which is how its holder learns of it. While none runs,
    // nobody listens, and an 'error' without a listener would end the process.
    this.on('error', () => undefined);
    const pgs = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.plain = (...given) => promised(pgs, given);
    const query = (...given: unknown[]): unknown => {
      const text = textOf(given[0]);
      // With a callback it is pg's own, outside of any request's order of events.
      if (text === null || typeof given.at(-1) === 'function') return pgs(...given);
      const deadline = currentDeadline();
      if (!deadline) return this.plain(...given);
      if (UNDOES.test(text)) return this.undo(given);
      if (COMMITS.test(text)) return committed(deadline, () => this.plain(...given));
      return this.cancellable(deadline, given);
    };
    this.query = query as typeof this.query;
  }

  /** Whether a cancellation that was asked for may have hit another statement than the one it was meant for. */
  get hasCancelled(): boolean {
    return this.cancelling.length > 0;
  }

  /** Waits until no cancellation that was asked for, and came too late, can hit what is asked next. */
  settle(): Promise<void> {
    if (this.hasCancelled) this.settled = this.absorb(this.settled, this.cancelling.splice(0));
    return this.settled;
  }

  /** Drops the connection at once; what runs on it fails, and PostgreSQL rolls back. */
  giveUp(): void {
    this.innards.connection.stream.destroy();
  }

  /**
   * Has PostgreSQL cancel what this connection does, again and again as long as it `runs`: a cancellation that
   * comes before the statement has begun is lost.
   */
  protected insist(runs: () => boolean): void {
    if (!runs()) return;
    this.cancelling.push(this.cancelRunning());
    setTimeout(() => this.insist(runs), INSISTING).unref();
  }

  private async cancellable(deadline: Deadline, given: unknown[]): Promise<unknown> {
    deadline.check();
    let runs = true;
    const unwatch = deadline.watch(() => this.insist(() => runs));
    try {
      return await this.plain(...given);
    } catch (error) {
      throw deadline.isOver ? new TimedOut() : error;
    } finally {
      runs = false;
      unwatch();
      await this.settle();
    }
  }

  private async absorb(before: Promise<void>, cancelling: readonly Promise<void>[]): Promise<void> {
    await before;
    await Promise.all(cancelling);
    await this.plain('SELECT 1').catch(() => undefined);
  }

  /** Where that cannot be done, the connection is given up. */
  private async cancelRunning(): Promise<void> {
    try {
      await requestCancel(this.innards);
    } catch {
      this.giveUp();
    }
  }

  /** A connection that may be inside of a transaction still must not be used again. */
  private async undo(given: unknown[]): Promise<unknown> {
    try {
      return await this.plain(...given);
    } catch (error) {
      this.giveUp();
      throw error;
    }
  }

  /** What pg keeps to itself. */
  protected get innards(): Innards {
    return this as unknown as Innards;
  }
}

/** The socket of a connection, what it was told when it began, and where it leads. */
interface Innards {
  connection: { stream: Socket };
  processID: number;
  secretKey: number;
  host: string;
  port: number;
}

/**
 * Asks pg with a callback. Without one it makes its own where it assigns it to a property, and what is written
 * so V8 takes for something that lasts: it would keep the statement and its rows in memory until the next full
 * collection of garbage.
 */
async function promised(pgs: (...given: unknown[]) => unknown, given: unknown[]): Promise<unknown> {
  try {
    return await new Promise((resolve, reject) => {
      const [statement, values] = given;
      const callback = (error: Error | null, result: unknown): void =>
        error ? reject(error) : resolve(result);
      pgs(statement, values, callback);
    });
  } catch (error) {
    // From where it was asked, as pg does it, not from where the answer was read.
    Error.captureStackTrace(error as Error);
    throw error;
  }
}

/**
 * Asks for the cancellation of what a connection runs, as the protocol has it ("Canceling Requests in
 * Progress"): so it reaches whoever answers the connection, PostgreSQL or a pooler in front, which alone
 * knows what its numbers stand for. Resolves when that has been done, and throws when nobody is there.
 */
function requestCancel({ processID, secretKey, host, port }: Innards): Promise<void> {
  const message = Buffer.alloc(16);
  [16, CANCEL_REQUEST, processID, secretKey].forEach((number, at) => message.writeInt32BE(number, at * 4));
  return new Promise((resolve, reject) => {
    const socket = host.startsWith('/')
      ? connect(`${host}/.s.PGSQL.${port}`)
      : connect({ host, port }, () => socket.setNoDelay());
    socket.once('error', reject);
    socket.once('close', () => resolve());
    // It is never answered: the other end closes.
    socket.resume().write(message);
  });
}

async function committed(deadline: Deadline, commit: () => Promise<unknown>): Promise<unknown> {
  deadline.prolong();
  const result = await commit();
  if (!deadline.isOver) deadline.prolong();
  return result;
}

/** What it says; null for what speaks to the connection itself, as a stream of COPY does. */
export function textOf(statement: unknown): string | null {
  if (typeof statement === 'string') return statement;
  const { text, submit } = (statement ?? {}) as { text?: unknown; submit?: unknown };
  return typeof text === 'string' && !submit ? text : null;
}
