import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { NoticeFanOut } from './delivery/notice-fan-out.ts';
import { Digests } from './mail/digests.ts';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.ts';

const IDLE_MILLISECONDS = 500;
/** The longest pause while the database does not answer. */
const LONGEST_PAUSE_MILLISECONDS = 8_000;

/** A kind of work that waits in a table. */
interface Job {
  name: string;
  /** Does some of what is due; returns how much that was, 0 when nothing is due. */
  workOff: () => Promise<number>;
}

/** Does the work of notices in the background. Any number of processes may, at the same time. */
@Injectable()
export class NoticeWorker {
  private readonly logger = new Logger(NoticeWorker.name);
  private readonly jobs: readonly Job[];
  private running: Promise<unknown> | null = null;
  private stopping = new AbortController();

  constructor(fanOut: NoticeFanOut, digests: Digests, webhooks: WebhookDeliveries) {
    this.jobs = [
      { name: 'Notifying', workOff: () => fanOut.workOff() },
      { name: 'Mailing', workOff: () => digests.workOff() },
      { name: 'Calling webhooks', workOff: () => webhooks.workOff() },
    ];
  }

  /** Works until `stop`; each kind of work by itself, so that a slow one holds up no other. */
  start(): void {
    if (this.running) return;
    this.stopping = new AbortController();
    this.running = Promise.all(this.jobs.map((job) => this.run(job)));
  }

  /** Finishes what is in hand and returns. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = null;
  }

  /** Works until nothing is due. Returns how much that was, of all kinds together. */
  async drain(): Promise<number> {
    let done = 0;
    for (const { workOff } of this.jobs) {
      for (let some = await workOff(); some > 0; some = await workOff()) done += some;
    }
    return done;
  }

  private async run({ name, workOff }: Job): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const done = await workOff();
        if (failures > 0) this.logger.log(`${name} goes on.`);
        failures = 0;
        if (done > 0) continue;
      } catch (error) {
        // The database is away; what is queued stays queued.
        if (failures === 0) this.logger.warn(`${name} waits: ${(error as Error).message}`);
        failures += 1;
      }
      const pause = Math.min(IDLE_MILLISECONDS * 2 ** failures, LONGEST_PAUSE_MILLISECONDS);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
