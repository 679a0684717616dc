import type { UserPrincipal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { Clock, isId, pageSize } from '#kernel';
import { Injectable } from '@nestjs/common';
import { isAboutTheSame, readable, REASONS } from './touching.ts';

/** What a decision rests on, and what it may have to be thought over for; of what the caller may read. */
@Injectable()
export class DecisionsReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Ids of case studies whose decision the advisory or partner note may touch, last decided first. */
  async touched(reader: UserPrincipal, documentId: string, first: number): Promise<string[]> {
    return this.ids(reader, documentId, first, 'study', 'reason');
  }

  /** Ids of advisories and partner notes that are newer than the case study's decision, newest first. */
  async reasons(reader: UserPrincipal, documentId: string, first: number): Promise<string[]> {
    return this.ids(reader, documentId, first, 'reason', 'study');
  }

  private async ids(
    reader: UserPrincipal,
    documentId: string,
    first: number,
    wanted: 'study' | 'reason',
    given: 'study' | 'reason',
  ): Promise<string[]> {
    const size = pageSize(first);
    if (!isId(documentId)) return [];
    const { bind, values } = new Bindings();
    const context = { reader, now: this.clock.now(), bind };
    const rows = await this.database.rows<{ id: string }>(
      `SELECT ${wanted}.id FROM (${readable(REASONS, context)}) reason JOIN (${readable(['CASE_STUDY'], context)}) study
         ON reason.since > study.since AND ${isAboutTheSame('reason', 'study')}
       WHERE ${given}.id = ${bind(documentId)} ORDER BY ${wanted}.since DESC, ${wanted}.id LIMIT ${size}`,
      values,
    );
    return rows.map(({ id }) => id);
  }
}
