import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BackgroundWork, type BackgroundJob } from './background-work.ts';

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
 * trail has none.
 */
@Injectable()
export class Retention extends BackgroundWork {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly rules: BackgroundJob[];

  constructor(source: DataSource, clock: Clock) {
    const rules: BackgroundJob[] = [];
    super(rules, PAUSES);
    this.rules = rules;
    this.source = source;
    this.clock = clock;
  }

  add(...rules: readonly RetentionRule[]): void {
    for (const rule of rules.filter(({ days }) => days > 0))
      this.rules.push({ name: rule.name, workOff: () => this.deleteSome(rule) });
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
