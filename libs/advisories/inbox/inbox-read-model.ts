import { actingAlone, actingForReading, type Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { isStorable } from '#input';
import {
  BadInput,
  Clock,
  decodeCursor,
  encodeCursor,
  isId,
  pageOf,
  pageSize,
  type Connection,
  type PageArguments,
} from '#kernel';
import { Injectable } from '@nestjs/common';
import { InboxSources } from './inbox-sources.ts';

/** InboxItem of the schema. */
export interface InboxRow {
  id: string;
  type: string;
  subjectId: string;
  documentId: string;
  what: string;
  due: Date | null;
  since: Date;
}

interface SortedRow extends InboxRow {
  dueKey: Date;
}

/** Later than every moment that can be given: what has no date comes last. */
const NO_DUE = new Date(Date.UTC(9999, 11, 31, 23, 59, 59, 999));

/** Works out what waits for a member, from how things stand. */
@Injectable()
export class InboxReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly sources: InboxSources;

  constructor(database: ReadDatabase, clock: Clock, sources: InboxSources) {
    this.database = database;
    this.clock = clock;
    this.sources = sources;
  }

  /**
   * What waits for the acting member, by due date and then by how long it has been waiting; null where
   * nobody acts. Throws BadInput for a wrong page size or cursor.
   */
  async list(principal: Principal, page: PageArguments): Promise<Connection<InboxRow> | null> {
    const size = pageSize(page.first);
    const after = page.after ? keysOf(page.after) : null;
    const acting = actingForReading(principal);
    if (!acting || principal.type !== 'user') return null;
    const { bind, values } = new Bindings();
    const context = { reader: actingAlone(principal, acting), acting, now: this.clock.now(), bind };
    const selects = this.sources.selects(context);
    if (selects.length === 0) return pageOf<InboxRow>([], size, ({ id }) => id, Boolean(page.after));
    const keys = '"dueKey", since, type, "subjectId"';
    const behind = after
      ? `WHERE (${keys}) > (${bind(after[0])}::timestamptz, ${bind(after[1])}::timestamptz, ${bind(after[2])}, ${bind(after[3])}::uuid)`
      : '';
    // Cursors hold milliseconds, so that is how finely items are sorted.
    const rows = await this.database.rows<SortedRow>(
      `SELECT * FROM (
         SELECT type, subject_id AS "subjectId", document_id AS "documentId", what, due,
           date_trunc('milliseconds', since) AS since,
           date_trunc('milliseconds', coalesce(due, ${bind(NO_DUE)})) AS "dueKey"
         FROM (${selects.join('\n UNION ALL ')}) AS item(type, subject_id, document_id, what, due, since)) sorted
       ${behind} ORDER BY ${keys} LIMIT ${size + 1}`,
      values,
    );
    for (const row of rows) row.id = encodeCursor([row.type, row.subjectId]);
    return pageOf(rows, size, cursorOf, Boolean(page.after));
  }
}

function cursorOf({ dueKey, since, type, subjectId }: SortedRow): string {
  return encodeCursor([dueKey.toISOString(), since.toISOString(), type, subjectId]);
}

function keysOf(cursor: string): (string | number | null)[] {
  const keys = decodeCursor(cursor, 4);
  const [due, since, type, subjectId] = keys;
  const moments = [due, since].every((key) => typeof key === 'string' && isStorable(new Date(key)));
  if (!moments || typeof type !== 'string' || !isId(subjectId)) {
    throw new BadInput('after is not a cursor of this list');
  }
  return keys;
}
