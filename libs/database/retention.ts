import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BackgroundWork, drained, type BackgroundJob } from './background-work.ts';

const DAY = 86_400_000;
/** Rows deleted by one statement, so that nothing waits long for it. */
const BATCH = 500;
/** Milliseconds. */
const PAUSES = { idle: 600_000, longest: 3_600_000 };

/** How long rows of a table are kept. */
export interface RetentionRule {
  /** For the log, as in "Old notifications". */
  name: string;
  /** 0 keeps them for ever. */
  days: number;
  table: string;
  /** Column with the primary key. */
  key: string;
  /** SQL for what may go once it is older: an expression over the row, null for what must stay. */
  since: string;
}

/**
 * Deletes what has been kept long enough, in small batches. Each library adds the rules for its tables; the
 * trail has none. Any number of processes may do this at the same time.
 */
@Injectable()
export class Retention {
  private readonly logger = new Logger(Retention.name);
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly jobs: BackgroundJob[] = [];
  private work: BackgroundWork | null = null;

  constructor(source: DataSource, clock: Clock) {
    this.source = source;
    this.clock = clock;
  }

  add(...rules: readonly RetentionRule[]): void {
    for (const rule of rules.filter(({ days }) => days > 0))
      this.jobs.push({ name: rule.name, workOff: () => this.deleteSome(rule) });
  }

  /** Works until `stop`. */
  start(): void {
    this.work ??= new BackgroundWork(this.jobs, PAUSES, this.logger);
    this.work.start();
  }

  /** Finishes what is in hand and returns, or hands it back when `patience` ends. */
  async stop(patience?: AbortSignal): Promise<void> {
    await this.work?.stop(patience);
  }

  /** Deletes until nothing is due. Returns how many rows that was. */
  drain(): Promise<number> {
    return drained(this.jobs);
  }

  private async deleteSome({ days, table, key, since }: RetentionRule): Promise<number> {
    const before = new Date(this.clock.now().getTime() - days * DAY);
    const [, deleted] = await this.source.query<[unknown, number]>(
      `DELETE FROM ${table} WHERE ${key} IN (
         SELECT ${key} FROM ${table} WHERE ${since} < $1 LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
      [before],
    );
    return deleted;
  }
}
