import { currentPresumption } from '#kernel';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from './audit-trail.ts';
import { from, origin, WORKER, type Origin } from './origin.ts';
import { PLATFORM_CHAIN } from './sealing/chain.ts';

/** What happened, and where it came from. */
export interface Happening<T> {
  what: T;
  place: Origin;
}

/** Writes what happened, in one transaction: all of it, or nothing. */
export type Recorder<T> = (manager: EntityManager, happenings: readonly Happening<T>[]) => Promise<void>;

interface Waiting extends Happening<unknown> {
  record: Recorder<unknown>;
}

const MOST_WAITING = 50_000;
/** How many are written in one transaction, so that a rush of openings is not written one by one. */
const MOST_TOGETHER = 500;
/** Milliseconds in which more may happen that is then written along. The answer has long gone. */
const GATHERING = 20;
/** Milliseconds between two tries while the database is away. */
const PAUSES = { first: 200, longest: 5_000 };
/** Tries when the process is about to end. */
const LAST_TRIES = 3;
/** Classes of PostgreSQL's errors that no second try mends: a value or a constraint is wrong. */
const HOPELESS = /^2[23]/;

/**
 * Records what must neither hold up an answer nor be told by how long it takes: it waits in memory and is
 * recorded in order, as coming from where it came from; what waits for the same recorder, together. What is
 * lost is counted, and the loss recorded.
 */
@Injectable()
export class DeferredTrail implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(DeferredTrail.name);
  private readonly source: DataSource;
  private readonly trail: AuditTrail;
  private readonly waiting: Waiting[] = [];
  private working: Promise<void> | null = null;
  /** Ends the gathering; while somebody waits for everything to be written, there is none. */
  private hasten = (): void => undefined;
  private hurried = 0;
  private ending = false;
  private lost = 0;

  constructor(source: DataSource, trail: AuditTrail) {
    this.source = source;
    this.trail = trail;
  }

  /** Returns at once. What was only presumed is recorded if it was so. */
  later<T>(record: Recorder<T>, what: T): void {
    const waiting = { record: record as Recorder<unknown>, what, place: origin() };
    const presumption = currentPresumption();
    if (!presumption) this.take(waiting);
    else void presumption.confirmed.then((isSo) => isSo && this.take(waiting));
  }

  private take(waiting: Waiting): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.lose(1, 'too much waits to be recorded');
      return;
    }
    this.waiting.push(waiting);
    this.begin();
  }

  /** Waits until nothing waits any more. */
  async drain(): Promise<void> {
    this.hurried += 1;
    this.hasten();
    while (this.working) await this.working;
    this.hurried -= 1;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending = true;
    await this.drain();
  }

  /** Requests are answered until now. */
  async onApplicationShutdown(): Promise<void> {
    await this.drain();
  }

  private begin(): void {
    this.working ??= from(WORKER, () => this.work()).finally(() => {
      this.working = null;
      if (this.waiting.length > 0) this.begin();
    });
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.gather();
      const together = this.nextTogether();
      await this.persist(together);
      this.waiting.splice(0, together.length);
    }
    if (this.lost > 0) await this.confess();
  }

  private async gather(): Promise<void> {
    if (this.hurried > 0) return;
    await new Promise<void>((resolve) => {
      this.hasten = resolve;
      setTimeout(resolve, GATHERING);
    });
  }

  /** The first that waits, and those behind it that the same recorder writes. */
  private nextTogether(): Waiting[] {
    const { record } = this.waiting[0]!;
    const other = this.waiting.findIndex((waiting) => waiting.record !== record);
    return this.waiting.slice(0, Math.min(other < 0 ? Infinity : other, MOST_TOGETHER));
  }

  private async persist(together: readonly Waiting[]): Promise<void> {
    const { record } = together[0]!;
    for (let tries = 1, pause = PAUSES.first; ; tries += 1, pause = Math.min(2 * pause, PAUSES.longest)) {
      try {
        await this.source.transaction((manager) => record(manager, together));
        return;
      } catch (error) {
        const hopeless = HOPELESS.test((error as { code?: string }).code ?? '');
        // One that cannot be written must not take the others with it.
        if (hopeless && together.length > 1) return this.persistEach(together);
        if (hopeless || (this.ending && tries >= LAST_TRIES)) {
          this.lose(together.length, (error as Error).message);
          return;
        }
        if (tries === 1) this.logger.warn(`Recording waits: ${(error as Error).message}`);
        await sleep(pause);
      }
    }
  }

  private async persistEach(together: readonly Waiting[]): Promise<void> {
    for (const waiting of together) await this.persist([waiting]);
  }

  private lose(count: number, why: string): void {
    this.lost += count;
    this.logger.error(`${count} events could not be recorded: ${why}`);
  }

  private async confess(): Promise<void> {
    const count = this.lost;
    this.lost = 0;
    const record: Recorder<unknown> = (manager) =>
      this.trail.record(manager, {
        ...{ userId: null, institutionId: null, event: 'audit_trail.lost', details: { count } },
        ...{ subjectType: 'audit_trail', subjectId: PLATFORM_CHAIN, outcome: 'FAILED' },
      });
    await this.persist([{ record, what: null, place: WORKER }]);
  }
}
