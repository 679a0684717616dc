import { BackgroundWork, drained, type BackgroundJob } from '#database';
import { Injectable, Logger } from '@nestjs/common';
import { Examination } from './examining/examination.ts';
import { ForgottenUploads } from './uploads/forgotten-uploads.ts';

/** Milliseconds. */
const PAUSES = { idle: 500, longest: 8_000 };

/** Does the work of attachments in the background. Any number of processes may, at the same time. */
@Injectable()
export class AttachmentWorker {
  private readonly jobs: readonly BackgroundJob[];
  private readonly work: BackgroundWork;

  constructor(examination: Examination, forgotten: ForgottenUploads) {
    this.jobs = [
      {
        name: 'Examining attachments',
        workOff: () => examination.workOff(),
        handBack: () => examination.handBack(),
      },
      { name: 'Removing forgotten uploads', workOff: () => forgotten.workOff() },
    ];
    this.work = new BackgroundWork(this.jobs, PAUSES, new Logger(AttachmentWorker.name));
  }

  /** Works until `stop`. */
  start(): void {
    this.work.start();
  }

  /** Finishes what is in hand and returns, or hands it back when `patience` ends. */
  stop(patience?: AbortSignal): Promise<void> {
    return this.work.stop(patience);
  }

  /** Works until nothing is due. Returns how much that was, of both kinds together. */
  drain(): Promise<number> {
    return drained(this.jobs);
  }
}
