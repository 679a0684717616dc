import { and, is, isAtLeast, mayRead, or, type Principal } from '#access';
import { behindCursor, Bindings, keysetCursor, keysetOrder, ReadDatabase, type Keyset } from '#database';
import { institutionJson } from '#institutions';
import { Clock, isId, pageOf, pageSize, type Connection, type PageArguments } from '#kernel';
import { Injectable } from '@nestjs/common';
import { documentSql } from '../reading/document-columns.ts';

/** DocumentReaders of the schema. */
export interface ReadersRow {
  documentId: string;
  institutionCount: number;
  exportedCount: number;
  unnamedCount: number;
}

/** DocumentReader of the schema. */
export interface ReaderRow {
  institution: { id: string; name: string };
  firstDay: string;
  lastDay: string;
  exported: boolean;
  latestVersion: number;
}

const BY_NAME: Keyset = { key: 'i.name', type: 'text', id: 'i.id', direction: 'ASC' };

/** Whoever opened it while it was public needed nobody's leave, and is only counted. */
const NAMED = `r.level <> 'PUBLIC'`;

/** Readings of a document by members of other institutions than its owner. */
const OTHERS = `FROM document_readings r JOIN documents d ON d.id = r.document_id
  JOIN institutions i ON i.id = r.institution_id AND i.id <> d.institution_id`;

/** Tells the owner of a document which institutions have read it. It never tells which people. */
@Injectable()
export class ReadersReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Null unless by one membership alone the principal is a PUBLISHER of the owner and may read the document. */
  async find(principal: Principal, documentId: string): Promise<ReadersRow | null> {
    if (!isId(documentId) || principal.type !== 'user') return null;
    const { bind, values } = new Bindings();
    const now = this.clock.now();
    const publishers = principal.memberships.filter(({ role }) => isAtLeast(role, 'PUBLISHER'));
    const looksAfter = publishers.map((membership) =>
      and(is('ownerId', membership.institutionId), mayRead({ ...principal, memberships: [membership] }, now)),
    );
    const [row] = await this.database.rows<ReadersRow>(
      `WITH others AS (
         SELECT r.institution_id, bool_or(r.manner = 'EXPORTED') AS exported, bool_or(${NAMED}) AS named
         ${OTHERS} WHERE r.document_id = ${bind(documentId)} GROUP BY r.institution_id)
       SELECT d.id AS "documentId", (SELECT count(*)::int FROM others) AS "institutionCount",
         (SELECT count(*)::int FROM others WHERE exported) AS "exportedCount",
         (SELECT count(*)::int FROM others WHERE NOT named) AS "unnamedCount"
       FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
       WHERE d.id = ${bind(documentId)}
         AND ${documentSql(or(...looksAfter), { principal, now, bind })}`,
      values,
    );
    return row ?? null;
  }

  /** A page of the named institutions, by name, of what `find` has given. Throws BadInput. */
  async list({ documentId }: ReadersRow, page: PageArguments): Promise<Connection<ReaderRow>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const wheres = [`r.document_id = ${bind(documentId)}`, NAMED];
    if (page.after) wheres.push(behindCursor(BY_NAME, page.after, bind));
    const rows = await this.database.rows<ReaderRow>(
      `SELECT ${institutionJson('i')} AS institution, min(r.day) AS "firstDay", max(r.day) AS "lastDay",
         bool_or(r.manner = 'EXPORTED') AS exported, max(r.version_number) AS "latestVersion"
       ${OTHERS} WHERE ${wheres.join(' AND ')} GROUP BY i.id
       ORDER BY ${keysetOrder(BY_NAME)} LIMIT ${size + 1}`,
      values,
    );
    const cursorOf = ({ institution }: ReaderRow): string => keysetCursor(institution.name, institution.id);
    return pageOf(rows, size, cursorOf, Boolean(page.after));
  }
}
