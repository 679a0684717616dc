import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two tries to have the server back. */
const PAUSE = 500;

/**
 * The claim of a process on the embedded server: a connection that is held as long as the server is needed
 * here, which tells others not to stop it.
 */
export class Presence {
  private readonly url: string;
  private client: pg.Client | null = null;
  private revive: (() => Promise<void>) | null = null;
  private renewing: Promise<void> | null = null;
  private left = false;

  /** `url` leads to a database of the server that is always there. */
  constructor(url: string) {
    this.url = url;
  }

  async begin(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    await client.connect();
    this.client = client;
  }

  /**
   * From now on a claim that is lost is renewed. `revive` starts the server where it is gone: nobody else
   * would, and everything here would fail until somebody came.
   */
  renewWith(revive: () => Promise<void>): void {
    this.revive = revive;
    if (this.client === null) this.renew();
  }

  async leave(): Promise<void> {
    this.left = true;
    await this.renewing;
    await this.client?.end();
  }

  private lost(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    this.renew();
  }

  private renew(): void {
    if (this.left || !this.revive) return;
    this.renewing ??= this.tryOn(this.revive).finally(() => (this.renewing = null));
  }

  private async tryOn(revive: () => Promise<void>): Promise<void> {
    while (!this.left) {
      try {
        await revive();
        await this.begin();
        return;
      } catch {
        await sleep(PAUSE);
      }
    }
  }
}
