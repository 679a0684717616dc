import {
  isInsider,
  mayRead,
  mayReadRetired,
  mayReadWork,
  toSql,
  type Predicate,
  type Principal,
} from '#access';
import { Bindings, ReadDatabase } from '#database';
import {
  BadInput,
  Clock,
  decodeCursor,
  encodeCursor,
  pageOf,
  pageSize,
  type Connection,
  type PageArguments,
} from '#kernel';
import { userJson } from '#identity';
import { Injectable } from '@nestjs/common';
import { attachmentsJson, type AttachmentRow } from '../attachments/attachment-columns.ts';
import { diffVersions, type VersionText } from '../content/version-diff.ts';
import { FACT_COLUMNS, sharingColumns } from '../document-facts.ts';

/** A version as the schema shows it. */
export interface VersionRow extends VersionText {
  documentId: string;
  createdAt: Date;
  author: object | null;
  material: boolean;
  changeNote: string | null;
  /** Only where they were asked for. */
  attachments?: AttachmentRow[];
}

/** Documents `d` with the version `v` that they show, and each of their versions `o`. */
export const VERSIONS = `
  FROM documents d
  JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
  JOIN document_versions o ON o.document_id = d.id
  LEFT JOIN retired_sharings r ON r.document_id = d.id AND r.version_number = o.number`;

/**
 * Reads versions. The one that a document shows goes with the document. An older published one is for
 * those who satisfy today's rule and the sharing that was in force when it was retired. One that was
 * never published stays with those who may see unpublished ones.
 */
@Injectable()
export class VersionsReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * For each document a page of its versions, newest first; with their attachments only where `fields`, named
   * as in the schema, ask for them. Throws BadInput for a wrong size or cursor.
   */
  async list(
    principal: Principal,
    documentIds: readonly string[],
    page: PageArguments,
    fields: ReadonlySet<string> = new Set(),
  ): Promise<Map<string, Connection<VersionRow>>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const before = page.after ? `AND o.number < ${bind(versionOfCursor(page.after))}` : '';
    const rows = await this.database.rows<VersionRow>(
      `SELECT * FROM (
         SELECT ${columns(principal, bind)}, ${attached(fields, principal, bind)} row_number() OVER (PARTITION BY d.id ORDER BY o.number DESC) AS place
         ${VERSIONS} WHERE d.id = ANY(${bind(documentIds)}) AND ${readableVersion(principal, this.clock.now(), bind)} ${before}
       ) x WHERE place <= ${bind(size + 1)} ORDER BY "documentId", number DESC`,
      values,
    );
    const cursorOf = (row: VersionRow): string => encodeCursor([row.number]);
    return new Map(
      documentIds.map((id) => {
        const own = rows.filter((row) => row.documentId === id);
        return [id, pageOf(own, size, cursorOf, Boolean(page.after))];
      }),
    );
  }

  /**
   * A unified diff of a version against an earlier one; `from` null takes the newest earlier one that the
   * principal may read. Throws BadInput when `from` does not exist or may not be read.
   */
  async diff(principal: Principal, to: VersionRow, from: number | null): Promise<string> {
    if (from !== null && !(Number.isInteger(from) && from >= 1))
      throw new BadInput('There is no such version.');
    const { bind, values } = new Bindings();
    const which = from === null ? `o.number < ${bind(to.number)}` : `o.number = ${bind(from)}`;
    const [earlier] = await this.database.rows<VersionRow>(
      `SELECT ${columns(principal, bind)} ${VERSIONS}
       WHERE d.id = ${bind(to.documentId)} AND ${which} AND ${readableVersion(principal, this.clock.now(), bind)}
       ORDER BY o.number DESC LIMIT 1`,
      values,
    );
    if (from !== null && !earlier) throw new BadInput('There is no such version.');
    return diffVersions(earlier ?? null, to);
  }
}

type Bind = (value: unknown) => string;

function attached(fields: ReadonlySet<string>, principal: Principal, bind: Bind): string {
  if (!fields.has('attachments')) return '';
  return `${attachmentsJson('d.id', 'o.number', today(isInsider(principal), bind))} AS attachments,`;
}

function columns(principal: Principal, bind: Bind): string {
  const inside = today(isInsider(principal), bind);
  return `o.document_id AS "documentId", o.number, o.title, o.summary, o.body, o.material,
    CASE WHEN ${inside} THEN o.created_at ELSE coalesce(o.published_at, d.listed_at) END AS "createdAt", CASE WHEN ${inside} THEN o.change_note END AS "changeNote",
    CASE WHEN ${inside} THEN (SELECT ${userJson('u', 'true')} FROM users u WHERE u.id = o.author_id) END AS author`;
}

/** Whether the principal may read version `o`, as SQL over `VERSIONS`. */
export function readableVersion(principal: Principal, now: Date, bind: Bind): string {
  const then: Readonly<Record<string, string>> = {
    ...FACT_COLUMNS,
    ...sharingColumns('r'),
    state: `'PUBLISHED'`,
  };
  const retired = toSql(mayReadRetired(principal, now), { column: (field) => then[field]!, bind });
  const draft: Readonly<Record<string, string>> = {
    ...FACT_COLUMNS,
    // A version that was passed over counts as the draft it was.
    workState: `CASE WHEN o.number = d.latest_version AND d.work_state IS NOT NULL THEN d.work_state ELSE 'DRAFT' END`,
  };
  const unpublished = toSql(mayReadWork(principal), { column: (field) => draft[field]!, bind });
  return `${today(mayRead(principal, now), bind)} AND CASE
    WHEN o.number = d.shown_version THEN true
    WHEN r.document_id IS NOT NULL THEN ${retired}
    ELSE o.published_at IS NULL AND ${unpublished} END`;
}

function today(predicate: Predicate, bind: Bind): string {
  return toSql(predicate, { column: (field) => FACT_COLUMNS[field], bind });
}

function versionOfCursor(cursor: string): number {
  const [number] = decodeCursor(cursor, 1);
  if (!Number.isInteger(number)) throw new BadInput('after is not a cursor of this list');
  return number as number;
}
