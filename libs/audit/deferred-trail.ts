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

/** Something to record, in a transaction of its own. */
type Recording = (manager: EntityManager) => Promise<void>;

const MOST_WAITING = 50_000;
/** Milliseconds between two tries while the database is away. */
const PAUSES = { first: 200, longest: 5_000 };
/** Tries when the process is about to end. */
const LAST_TRIES = 3;
/** Classes of PostgreSQL's errors that no second try mends: a value or a constraint is wrong. */
const HOPELESS = /^2[23]/;

/**
 * Records what must neither hold up an answer nor be told by how long it takes: it waits in memory and is
 * recorded one by one, in order, as coming from where it came from. What is lost is counted, and the loss
 * recorded.
 */
@Injectable()
export class DeferredTrail implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(DeferredTrail.name);
  private readonly source: DataSource;
  private readonly trail: AuditTrail;
  private readonly waiting: { recording: Recording; place: Origin }[] = [];
  private working: Promise<void> | null = null;
  private ending = false;
  private lost = 0;

  constructor(source: DataSource, trail: AuditTrail) {
    this.source = source;
    this.trail = trail;
  }

  /** Returns at once. What was only presumed is recorded if it was so. */
  later(recording: Recording): void {
    const presumption = currentPresumption();
    if (!presumption) this.take(recording);
    else void presumption.confirmed.then((isSo) => isSo && this.take(recording));
  }

  private take(recording: Recording): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.lose('too much waits to be recorded');
      return;
    }
    this.waiting.push({ recording, place: origin() });
    this.begin();
  }

  /** Waits until nothing waits any more. */
  async drain(): Promise<void> {
    while (this.working) await this.working;
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
    // The answer goes first.
    await new Promise(setImmediate);
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      await this.persist(next.recording, next.place);
      this.waiting.shift();
    }
    if (this.lost > 0) await this.confess();
  }

  private async persist(recording: Recording, place: Origin): Promise<void> {
    for (let tries = 1, pause = PAUSES.first; ; tries += 1, pause = Math.min(2 * pause, PAUSES.longest)) {
      try {
        await from(place, () => this.source.transaction(recording));
        return;
      } catch (error) {
        const hopeless = HOPELESS.test((error as { code?: string }).code ?? '');
        if (hopeless || (this.ending && tries >= LAST_TRIES)) {
          this.lose((error as Error).message);
          return;
        }
        if (tries === 1) this.logger.warn(`Recording waits: ${(error as Error).message}`);
        await sleep(pause);
      }
    }
  }

  private lose(why: string): void {
    this.lost += 1;
    this.logger.error(`An event could not be recorded: ${why}`);
  }

  private async confess(): Promise<void> {
    const count = this.lost;
    this.lost = 0;
    const recording: Recording = (manager) =>
      this.trail.record(manager, {
        ...{ userId: null, institutionId: null, event: 'audit_trail.lost', details: { count } },
        ...{ subjectType: 'audit_trail', subjectId: PLATFORM_CHAIN, outcome: 'FAILED' },
      });
    await this.persist(recording, WORKER);
  }
}
