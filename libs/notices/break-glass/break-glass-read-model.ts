import { isAtLeast, type MembershipFacts, type UserPrincipal } from '#access';
import { behindCursor, Bindings, keysetCursor, keysetOrder, ReadDatabase, type Keyset } from '#database';
import { userJson } from '#identity';
import { isId, pageOf, pageSize, type Connection, type PageArguments } from '#kernel';
import { Injectable } from '@nestjs/common';

/** BreakGlassAccess of the schema. */
export interface BreakGlassAccessRow {
  id: string;
  documentId: string;
  operator: object;
  reason: string;
  openedAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  readings: number;
  lastReadAt: Date | null;
}

/** An access as `break-glass list` prints it. */
export interface ListedAccess extends Omit<BreakGlassAccessRow, 'operator' | 'lastReadAt'> {
  institution: string;
  operator: string;
}

const NEWEST: Keyset = { key: 'b.opened_at', type: 'timestamptz', id: 'b.id', direction: 'DESC' };

const COLUMNS = `b.id, b.document_id AS "documentId", b.reason, b.opened_at AS "openedAt",
  b.expires_at AS "expiresAt", b.ended_at AS "endedAt",
  (SELECT count(*)::int FROM break_glass_readings r WHERE r.access_id = b.id) AS readings`;

/** What operators were let into, for the owners of it. Nothing here comes from the documents themselves. */
@Injectable()
export class BreakGlassReadModel {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  /**
   * Accesses to documents of an institution, newest first: for its PUBLISHERs, ADMINISTRATORs and AUDITORs,
   * and nothing for everyone else. Throws BadInput for a wrong page size or cursor.
   */
  async list(
    { memberships }: UserPrincipal,
    institutionId: string,
    page: PageArguments,
  ): Promise<Connection<BreakGlassAccessRow>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const overseen = memberships.filter(oversees).map((one) => one.institutionId);
    const wheres = [
      `b.institution_id = ${bind(isId(institutionId) ? institutionId : null)}`,
      `b.institution_id = ANY(${bind(overseen)})`,
    ];
    if (page.after) wheres.push(behindCursor(NEWEST, page.after, bind));
    const rows = await this.database.rows<BreakGlassAccessRow>(
      `${SELECT} WHERE ${wheres.join(' AND ')} ORDER BY ${keysetOrder(NEWEST)} LIMIT ${size + 1}`,
      values,
    );
    return pageOf(rows, size, ({ openedAt, id }) => keysetCursor(openedAt, id), Boolean(page.after));
  }

  /** Those of the accesses that the caller may know of: as above, and as the author of the document. */
  async byIds(principal: UserPrincipal, ids: readonly string[]): Promise<Map<string, BreakGlassAccessRow>> {
    const { bind, values } = new Bindings();
    const rows = await this.database.rows<BreakGlassAccessRow>(
      `${SELECT} JOIN documents d ON d.id = b.document_id
       WHERE b.id = ANY(${bind(ids)}) AND ${mayKnowOf(principal, bind)}`,
      values,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** All of them, newest first; `open` narrows to those that can be read through now. For the command line. */
  async all(open: boolean, now: Date): Promise<ListedAccess[]> {
    return this.database.rows<ListedAccess>(
      `SELECT ${COLUMNS}, i.slug AS institution, coalesce(u.email, u.name) AS operator
       FROM break_glass_accesses b JOIN institutions i ON i.id = b.institution_id
       JOIN users u ON u.id = b.operator_id
       WHERE NOT $1 OR (b.ended_at IS NULL AND b.expires_at > $2) ORDER BY ${keysetOrder(NEWEST)}`,
      [open, now],
    );
  }
}

const SELECT = `SELECT ${COLUMNS}, ${userJson('u', 'true')} AS operator,
    (SELECT max(r.read_at) FROM break_glass_readings r WHERE r.access_id = b.id) AS "lastReadAt"
  FROM break_glass_accesses b JOIN users u ON u.id = b.operator_id`;

/** Whether the principal may know of the access `b` to the document `d`, as SQL. */
export function mayKnowOf({ userId, memberships }: UserPrincipal, bind: (value: unknown) => string): string {
  const institutionIds = (these: readonly MembershipFacts[]): string[] =>
    these.map(({ institutionId }) => institutionId);
  return `(b.institution_id = ANY(${bind(institutionIds(memberships.filter(oversees)))})
    OR b.institution_id = ANY(${bind(institutionIds(memberships))}) AND d.author_id = ${bind(userId)})`;
}

function oversees({ role, administrator, auditor }: MembershipFacts): boolean {
  return administrator || auditor || isAtLeast(role, 'PUBLISHER');
}
