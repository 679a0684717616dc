import { BackgroundWork, drained, type BackgroundJob } from '#database';
import { Injectable, Logger } from '@nestjs/common';
import { NoticeFanOut } from './delivery/notice-fan-out.ts';
import { BreakGlassMails } from './mail/break-glass-mails.ts';
import { Digests } from './mail/digests.ts';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.ts';

/** Milliseconds. */
const PAUSES = { idle: 500, longest: 8_000 };

/** Does the work of notices in the background. Any number of processes may, at the same time. */
@Injectable()
export class NoticeWorker {
  private readonly jobs: readonly BackgroundJob[];
  private readonly work: BackgroundWork;

  constructor(
    fanOut: NoticeFanOut,
    breakGlass: BreakGlassMails,
    digests: Digests,
    webhooks: WebhookDeliveries,
  ) {
    this.jobs = [
      {
        name: 'Mailing of break-glass',
        workOff: () => breakGlass.workOff(),
        handBack: () => breakGlass.handBack(),
      },
      { name: 'Notifying', workOff: () => fanOut.workOff() },
      { name: 'Mailing', workOff: () => digests.workOff(), handBack: () => digests.handBack() },
      { name: 'Calling webhooks', workOff: () => webhooks.workOff(), handBack: () => webhooks.handBack() },
    ];
    this.work = new BackgroundWork(this.jobs, PAUSES, new Logger(NoticeWorker.name));
  }

  /** Works until `stop`. */
  start(): void {
    this.work.start();
  }

  /** Finishes what is in hand and returns, or hands it back when `patience` ends. */
  stop(patience?: AbortSignal): Promise<void> {
    return this.work.stop(patience);
  }

  /** Works until nothing is due. Returns how much that was, of all kinds together. */
  drain(): Promise<number> {
    return drained(this.jobs);
  }
}
