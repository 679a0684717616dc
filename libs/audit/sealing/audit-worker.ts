import { BackgroundWork, drained, type BackgroundJob } from '#database';
import { Injectable } from '@nestjs/common';
import { Checkpoints } from './checkpoints.ts';
import { Sealer } from './sealer.ts';

/** Milliseconds. */
const PAUSES = { idle: 1_000, longest: 30_000 };

/** Seals events and makes checkpoints in the background. */
@Injectable()
export class AuditWorker extends BackgroundWork {
  private readonly sealing: BackgroundJob;

  constructor(sealer: Sealer, checkpoints: Checkpoints) {
    const sealing = { name: 'Sealing the audit trail', workOff: () => sealer.workOff() };
    const marking = { name: 'Making checkpoints', workOff: () => checkpoints.workOff() };
    super([sealing, marking], PAUSES);
    this.sealing = sealing;
  }

  /** Seals whatever is not sealed yet. Returns how much that was. */
  seal(): Promise<number> {
    return drained([this.sealing]);
  }
}
