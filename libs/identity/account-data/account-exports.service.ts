import { AuditTrail } from '#audit';
import { Bindings } from '#database';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Authentication } from '../authentication.ts';
import { AccountData } from './account-data.ts';

/** Rows fetched at a time. */
const BATCH = 500;

/** One row of an export, and the part that it belongs to. */
export interface ExportedRow {
  part: string;
  row: object;
}

/** Everything that is kept about a person, for the person. */
@Injectable()
export class AccountExports {
  private readonly source: DataSource;
  private readonly data: AccountData;
  private readonly authentication: Authentication;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(
    source: DataSource,
    data: AccountData,
    authentication: Authentication,
    clock: Clock,
    trail: AuditTrail,
  ) {
    this.source = source;
    this.data = data;
    this.authentication = authentication;
    this.clock = clock;
    this.trail = trail;
  }

  /** The names of all parts, in the order in which `read` gives them. */
  get parts(): string[] {
    return this.data.parts.map(({ name }) => name);
  }

  /**
   * Everything of one moment, part by part, without holding it in memory. `by` is the person, or null for the
   * operator; the trail tells of it. `most` limits the rows of each part; one row more comes where there is
   * more.
   */
  async *read(
    userId: string,
    by: string | null,
    most = Number.MAX_SAFE_INTEGER,
  ): AsyncGenerator<ExportedRow> {
    await this.data.requireComplete(this.source.manager);
    await this.trail.note({
      ...{ userId: by, institutionId: null, event: 'account.exported' },
      ...{ subjectType: 'account', subjectId: userId },
    });
    const principal = await this.authentication.principalOf(userId);
    const now = this.clock.now();
    const runner = this.source.createQueryRunner();
    const { manager } = runner;
    try {
      await runner.startTransaction('REPEATABLE READ');
      await runner.query('SET TRANSACTION READ ONLY');
      for (const part of this.data.parts) {
        const { bind, values } = new Bindings();
        const statement = part.rows({ principal, now, bind });
        await runner.query(`DECLARE part NO SCROLL CURSOR FOR ${statement}`, values);
        for (let left = most + 1; left > 0; left -= BATCH) {
          const rows: object[] = await manager.query(`FETCH ${Math.min(BATCH, left)} FROM part`);
          for (const row of rows) yield { part: part.name, row };
          if (rows.length < BATCH) break;
        }
        await runner.query('CLOSE part');
      }
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }
}
