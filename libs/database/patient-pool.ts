import { currentDeadline } from '#kernel';
import pg from 'pg';
import { CancellableClient } from './cancellable-client.ts';

type Callback = Parameters<pg.Pool['connect']>[0];

/** Milliseconds that connections in use get to come back when the pool is closed. */
const CLOSING = 1_000;

/**
 * Connections for either lane. Who waits for one waits no longer than their request has time, so that a
 * request is answered in time also when all connections are held up.
 */
export class PatientPool extends pg.Pool {
  private readonly held = new Set<CancellableClient>();

  constructor(config: pg.PoolConfig) {
    super({ Client: CancellableClient, ...config });
    this.on('acquire', (client) => this.held.add(client as unknown as CancellableClient));
    this.on('release', (_error, client) => this.held.delete(client as unknown as CancellableClient));
  }

  /** Throws TimedOut when the deadline of the request ends first. */
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const connecting = this.inTime();
    if (!callback) return connecting;
    connecting.then(
      (client) => callback(undefined, client, (error?: Error | boolean) => client.release(error)),
      (error: unknown) => callback(error as Error, undefined, () => undefined),
    );
  }

  /** Waits for connections in use for a moment only; then what runs on them is given up. */
  async close(): Promise<void> {
    const timer = setTimeout(() => {
      for (const client of this.held) client.giveUp();
    }, CLOSING);
    try {
      await this.end();
    } finally {
      clearTimeout(timer);
    }
  }

  protected async inTime(): Promise<pg.PoolClient> {
    const deadline = currentDeadline();
    if (!deadline) return super.connect();
    deadline.check();
    const waiting = super.connect();
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
}
