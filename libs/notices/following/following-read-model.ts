import { mayRead, maySeeTombstone, or, type UserPrincipal } from '#access';
import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { documentSql } from '#documents';
import { institutionJson } from '#institutions';
import { Clock, isId, pageOf, pageSize, type Connection, type PageArguments } from '#kernel';
import { currentPartnerId, partnerJson } from '#partners';
import { Injectable } from '@nestjs/common';
import type { FollowKind } from './follow.entity.ts';

/** Following of the schema. */
export interface FollowingRow {
  id: string;
  kind: FollowKind;
  partner: object | null;
  institution: object | null;
  topic: string | null;
  documentId: string | null;
  name: string | null;
  query: string | null;
  filter: object | null;
  createdAt: Date;
}

/** The id in `target`, where it is one: PostgreSQL may look at it before it has looked at the kind. */
const TARGET_ID = (kind: FollowKind): string => `CASE WHEN f.kind = '${kind}' THEN f.target::uuid END`;

const COLUMNS = `f.id, f.kind, f.name, f.query, f.filter, f.created_at AS "createdAt",
  CASE WHEN f.kind = 'TOPIC' THEN f.target END AS topic, ${TARGET_ID('DOCUMENT')} AS "documentId",
  (SELECT ${institutionJson('i')} FROM institutions i WHERE i.id = ${TARGET_ID('INSTITUTION')}) AS institution,
  (SELECT ${partnerJson('p')} FROM partners p WHERE p.id = ${currentPartnerId(TARGET_ID('PARTNER'))}) AS partner`;

const NEWEST: Keyset = { key: 'f.created_at', type: 'timestamptz', id: 'f.id', direction: 'DESC' };

/** What a person follows: only one's own, and without the documents that one may no longer read. */
@Injectable()
export class FollowingReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A page, newest first. Throws BadInput for a wrong page size or cursor. */
  async list(principal: UserPrincipal, page: PageArguments): Promise<Connection<FollowingRow>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const wheres = this.own(principal, bind);
    if (page.after) wheres.push(behindCursor(NEWEST, page.after, bind));
    const rows = await this.database.rows<FollowingRow>(
      `SELECT ${COLUMNS} FROM follows f WHERE ${wheres.join(' AND ')}
       ORDER BY ${keysetOrder(NEWEST)} LIMIT ${size + 1}`,
      values,
    );
    const cursorOf = (row: FollowingRow): string => keysetCursor(row.createdAt, row.id);
    return pageOf(rows, size, cursorOf, Boolean(page.after));
  }

  /** Those with these ids, by id. */
  async byIds(principal: UserPrincipal, ids: readonly string[]): Promise<Map<string, FollowingRow>> {
    const { bind, values } = new Bindings();
    const wheres = [...this.own(principal, bind), `f.id = ANY(${bind(ids.filter(isId))})`];
    const rows = await this.database.rows<FollowingRow>(
      `SELECT ${COLUMNS} FROM follows f WHERE ${wheres.join(' AND ')}`,
      values,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  private own(principal: UserPrincipal, bind: (value: unknown) => string): string[] {
    const now = this.clock.now();
    const seen = or(mayRead(principal, now), maySeeTombstone(principal));
    return [
      `f.user_id = ${bind(principal.userId)}`,
      `(f.kind <> 'DOCUMENT' OR EXISTS (
         SELECT 1 FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
         WHERE d.id = ${TARGET_ID('DOCUMENT')} AND ${documentSql(seen, { principal, now, bind })}))`,
    ];
  }
}
