import { BackgroundWork } from '#database';
import { Injectable } from '@nestjs/common';
import { NoticeFanOut } from './delivery/notice-fan-out.ts';
import { BreakGlassMails } from './mail/break-glass-mails.ts';
import { Digests } from './mail/digests.ts';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.ts';

/** Milliseconds. */
const PAUSES = { idle: 500, longest: 8_000 };

/** Does the work of notices in the background. */
@Injectable()
export class NoticeWorker extends BackgroundWork {
  constructor(
    fanOut: NoticeFanOut,
    breakGlass: BreakGlassMails,
    digests: Digests,
    webhooks: WebhookDeliveries,
  ) {
    const jobs = [
      {
        name: 'Mailing of break-glass',
        workOff: () => breakGlass.workOff(),
        handBack: () => breakGlass.handBack(),
      },
      { name: 'Notifying', workOff: () => fanOut.workOff() },
      { name: 'Mailing', workOff: () => digests.workOff(), handBack: () => digests.handBack() },
      { name: 'Calling webhooks', workOff: () => webhooks.workOff(), handBack: () => webhooks.handBack() },
    ];
    super(jobs, PAUSES);
  }
}
