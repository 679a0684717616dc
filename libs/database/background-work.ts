import { tracedJob } from '#tracing';
import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A kind of work that waits in a table. */
export interface BackgroundJob {
  /** For the log, as in "Indexing waits". */
  name: string;
  /** Does some of what is due; returns how much that was, 0 when nothing is due. */
  workOff: () => Promise<number>;
  /** Gives up what is in hand and makes it due again at once, for another process; only where work is leased. */
  handBack?: () => Promise<void>;
}

/** Milliseconds: between two looks when nothing is due, and at the most while work fails. */
interface Pauses {
  idle: number;
  longest: number;
}

/**
 * Does jobs in the background, each by itself, so that one that is slow or fails holds up no other. A job
 * that fails is tried again after longer and longer pauses, and what is queued stays queued. Each library's
 * worker is one of these; any number of processes may run it at the same time.
 */
export abstract class BackgroundWork {
  private readonly jobs: readonly BackgroundJob[];
  private readonly pauses: Pauses;
  private readonly logger: Logger;
  private running: Promise<unknown> | null = null;
  private stopping = new AbortController();

  constructor(jobs: readonly BackgroundJob[], pauses: Pauses) {
    this.jobs = jobs;
    this.pauses = pauses;
    this.logger = new Logger(new.target.name);
  }

  /** Works until `stop`. */
  start(): void {
    if (this.running) return;
    this.stopping = new AbortController();
    this.running = Promise.all(this.jobs.map((job) => this.run(job)));
  }

  /**
   * Finishes what is in hand and returns; when `patience` ends before that, hands back what is leased and
   * returns. What then still runs is not waited for: it is queued until its transaction has been committed.
   */
  async stop(patience?: AbortSignal): Promise<void> {
    this.stopping.abort();
    const { running } = this;
    this.running = null;
    if (!running || (await isDone(running, patience))) return;
    for (const { name, handBack } of this.jobs)
      await handBack?.().catch((error: unknown) => {
        this.logger.warn(`${name} could not be handed back: ${(error as Error).message}`);
      });
  }

  /** Works until nothing is due. Returns how much that was, of all jobs together. */
  drain(): Promise<number> {
    return drained(this.jobs);
  }

  private async run({ name, workOff }: BackgroundJob): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const done = await tracedJob(name, workOff);
        if (failures > 0) this.logger.log(`${name} goes on.`);
        failures = 0;
        if (done > 0) continue;
      } catch (error) {
        if (failures === 0) this.logger.warn(`${name} waits: ${(error as Error).message}`);
        failures += 1;
      }
      const pause = Math.min(this.pauses.idle * 2 ** failures, this.pauses.longest);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Whether the work comes to its end before the patience does. */
async function isDone(work: Promise<unknown>, patience: AbortSignal | undefined): Promise<boolean> {
  const done = work.then(() => true);
  if (!patience) return done;
  if (patience.aborted) return Promise.race([done, Promise.resolve(false)]);
  const impatient = new AbortController();
  const ended = once(patience, 'abort', { signal: impatient.signal }).then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([done, ended]);
  } finally {
    impatient.abort();
  }
}

/** Works jobs off until nothing is due. Returns how much that was, of all of them together. */
export async function drained(jobs: readonly Pick<BackgroundJob, 'workOff'>[]): Promise<number> {
  let done = 0;
  for (const job of jobs)
    for (let some = await job.workOff(); some > 0; some = await job.workOff()) done += some;
  return done;
}
