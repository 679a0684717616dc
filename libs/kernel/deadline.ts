import { AsyncLocalStorage } from 'node:async_hooks';

/** The work was not done in time, or nobody waits for its result any more; it was given up. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  /** Stays on the error when a database library wraps it. */
  readonly code = 'TIMED_OUT';

  constructor() {
    super('it took too long');
  }
}

/** PostgreSQL's code for a statement that was cancelled, for instance by its own `statement_timeout`. */
const QUERY_CANCELLED = '57014';

/** Whether this is a TimedOut, also inside of what a database library has made of it. */
export function isTimeout(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'TIMED_OUT' || code === QUERY_CANCELLED;
}

const current = new AsyncLocalStorage<Deadline>();

/** The deadline of the request that is being worked on; undefined in workers and commands. */
export function currentDeadline(): Deadline | undefined {
  return current.getStore();
}

/** Does the work as nobody's: whatever it calls finds no deadline. */
export function withoutDeadline<T>(work: () => T): T {
  return current.exit(work);
}

/**
 * Until when a piece of work must be done. What takes long on its behalf (a statement, a search) watches it
 * and gives up when it ends.
 */
export class Deadline {
  private readonly milliseconds: number;
  private readonly watchers = new Set<() => void>();
  private timer: NodeJS.Timeout;
  private over = false;
  private finished = false;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.timer = this.wind();
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Does the work under this deadline: whatever it calls finds it with `currentDeadline`. */
  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  /** Throws TimedOut when it has ended. */
  check(): void {
    if (this.over) throw new TimedOut();
  }

  /** Calls back when it ends, unless the returned function has been called before. */
  watch(onEnd: () => void): () => void {
    this.watchers.add(onEnd);
    return () => this.watchers.delete(onEnd);
  }

  /** The promise, or TimedOut as soon as the deadline ends. */
  async race<T>(promise: Promise<T>): Promise<T> {
    if (this.over) {
      promise.catch(() => undefined);
      throw new TimedOut();
    }
    let unwatch = (): void => undefined;
    const end = new Promise<never>((_resolve, reject) => {
      unwatch = this.watch(() => reject(new TimedOut()));
    });
    try {
      return await Promise.race([promise, end]);
    } finally {
      unwatch();
    }
  }

  /**
   * Gives the time anew: something has been committed, and whoever asked for it must be able to learn so.
   * Throws TimedOut when it has ended.
   */
  prolong(): void {
    this.check();
    clearTimeout(this.timer);
    if (!this.finished) this.timer = this.wind();
  }

  /** Ends it now: nobody waits for the result any more. */
  end(): void {
    if (this.over || this.finished) return;
    this.over = true;
    clearTimeout(this.timer);
    for (const watcher of [...this.watchers]) watcher();
    this.watchers.clear();
  }

  /** The work is done: what is left over of it in the background is not held to the deadline. */
  finish(): void {
    this.finished = true;
    clearTimeout(this.timer);
  }

  private wind(): NodeJS.Timeout {
    return setTimeout(() => this.end(), this.milliseconds).unref();
  }
}
