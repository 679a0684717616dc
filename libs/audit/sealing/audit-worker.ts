import { BackgroundWork, drained, type BackgroundJob } from '#database';
import { Injectable, Logger } from '@nestjs/common';
import { Checkpoints } from './checkpoints.ts';
import { Sealer } from './sealer.ts';

/** Milliseconds. */
const PAUSES = { idle: 1_000, longest: 30_000 };

/** Seals events and makes checkpoints in the background. Any number of processes may, at the same time. */
@Injectable()
export class AuditWorker {
  private readonly sealing: BackgroundJob;
  private readonly work: BackgroundWork;

  constructor(sealer: Sealer, checkpoints: Checkpoints) {
    this.sealing = { name: 'Sealing the audit trail', workOff: () => sealer.workOff() };
    const marking = { name: 'Making checkpoints', workOff: () => checkpoints.workOff() };
    this.work = new BackgroundWork([this.sealing, marking], PAUSES, new Logger(AuditWorker.name));
  }

  /** Works until `stop`. */
  start(): void {
    this.work.start();
  }

  /** Finishes what is in hand and returns, or hands it back when `patience` ends. */
  stop(patience?: AbortSignal): Promise<void> {
    return this.work.stop(patience);
  }

  /** Seals whatever is not sealed yet. Returns how much that was. */
  seal(): Promise<number> {
    return drained([this.sealing]);
  }
}
