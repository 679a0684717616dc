import { BackgroundWork } from '#database';
import { Injectable } from '@nestjs/common';
import { Examination } from './examining/examination.ts';
import { ForgottenUploads } from './uploads/forgotten-uploads.ts';

/** Milliseconds. */
const PAUSES = { idle: 500, longest: 8_000 };

/** Does the work of attachments in the background. */
@Injectable()
export class AttachmentWorker extends BackgroundWork {
  constructor(examination: Examination, forgotten: ForgottenUploads) {
    const jobs = [
      {
        name: 'Examining attachments',
        workOff: () => examination.workOff(),
        handBack: () => examination.handBack(),
      },
      { name: 'Removing forgotten uploads', workOff: () => forgotten.workOff() },
    ];
    super(jobs, PAUSES);
  }
}
