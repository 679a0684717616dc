import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { INDEX_PAUSE_MILLISECONDS, NoticeSpread, NotYet, type Entry } from './notice-spread.ts';

/** Entries that are worked off together at the most. */
const MOST_TOGETHER = 50;
const LONGEST_DELAY_SECONDS = 300;
const LONGEST_MESSAGE = 1_000;
/**
 * Only windows and failures wait. $1 is now, and $2 later than any wait after a failure ends: what waits longer,
 * or without a reason, was queued by a clock that was ahead.
 */
const DUE = '(due_at <= $1 OR (attempts = 0 AND due_at = queued_at) OR (attempts > 0 AND due_at > $2))';

/** Turns what happened to documents into notifications for everyone who follows them and may read them now. */
@Injectable()
export class NoticeFanOut {
  private readonly logger = new Logger(NoticeFanOut.name);
  private readonly source: DataSource;
  private readonly telling: NoticeSpread;
  private readonly clock: Clock;
  /** As many as lately could be worked off together, and more again as long as that goes well. */
  private together = 1;

  constructor(source: DataSource, telling: NoticeSpread, clock: Clock) {
    this.source = source;
    this.telling = telling;
    this.clock = clock;
  }

  /** Works off the oldest entries that are due and that no other worker has. Returns how many. */
  async workOff(): Promise<number> {
    let taken: Entry[] = [];
    try {
      return await this.source.transaction(async (manager) => {
        taken = await this.take(manager);
        if (taken.length === 0) return 0;
        const done = await this.telling.spread(manager, taken);
        const ids = taken.slice(0, done).map(({ id }) => id);
        await manager.query('DELETE FROM notice_outbox WHERE id = ANY($1)', [ids]);
        this.together = done === taken.length ? Math.min(this.together * 2, MOST_TOGETHER) : done;
        return done;
      });
    } catch (error) {
      const [first] = taken;
      if (!first) throw error;
      const isItsOwn = taken.length === 1;
      this.together = 1;
      if (!isItsOwn) return this.workOff();
      await this.postpone(first, error as Error);
      return 0;
    }
  }

  private take(manager: EntityManager): Promise<Entry[]> {
    return manager.query(
      `SELECT id, document_id AS "documentId", event, version_number AS "versionNumber",
         actor_id AS "actorId", attempts
       FROM notice_outbox WHERE ${DUE} ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [...this.dueNow(), this.together],
    );
  }

  private dueNow(): [now: Date, beyond: Date] {
    const now = this.clock.now();
    return [now, new Date(now.getTime() + LONGEST_DELAY_SECONDS * 1_000)];
  }

  private async postpone(entry: Entry, error: Error): Promise<void> {
    const waits = error instanceof NotYet;
    const seconds = waits
      ? INDEX_PAUSE_MILLISECONDS / 1_000
      : Math.min(2 ** entry.attempts, LONGEST_DELAY_SECONDS);
    if (!waits) {
      this.logger.warn(
        `A notice of document ${entry.documentId} could not be sent out, next try in ${seconds} s: ${error.message}`,
      );
    }
    await this.source.query(
      'UPDATE notice_outbox SET attempts = attempts + 1, last_error = $2, due_at = $3 WHERE id = $1',
      [
        entry.id,
        error.message.slice(0, LONGEST_MESSAGE),
        new Date(this.clock.now().getTime() + seconds * 1_000),
      ],
    );
  }
}
