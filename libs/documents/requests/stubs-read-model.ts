import { isAtLeast, maySeeAttribution, maySeeStub, type Principal } from '#access';
import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { userJson } from '#identity';
import { institutionJson } from '#institutions';
import { requireText } from '#input';
import { Clock, pageOf, pageSize, type Connection, type PageArguments } from '#kernel';
import { Injectable } from '@nestjs/common';
import { documentSql } from '../reading/document-columns.ts';

/** DocumentStub of the schema. */
export interface StubRow {
  id: string;
  kind: string;
  title: string;
  institution: object | null;
  requestStatus: string | null;
}

/** AccessRequest of the schema. */
export interface AccessRequestRow {
  id: string;
  documentId: string;
  createdAt: Date;
}

/** As for a search. */
const LONGEST_QUERY = 5_000;

const FROM = `FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version`;

const BY_TITLE: Keyset = { key: 'd.stub_title', type: 'text', id: 'd.id', direction: 'ASC' };
const NEWEST: Keyset = { key: 'r.created_at', type: 'timestamptz', id: 'r.id', direction: 'DESC' };

/** Reads what those outside an audience may know: that some documents exist, and what became of asking. */
@Injectable()
export class StubsReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Stubs by title; with a query, those whose title has one of its words. Throws BadInput. */
  async list(principal: Principal, query: string | null, page: PageArguments): Promise<Connection<StubRow>> {
    const size = pageSize(page.first);
    if (query !== null) requireText(query, LONGEST_QUERY, 'query');
    const { bind, values } = new Bindings();
    const context = { principal, now: this.clock.now(), bind };
    const wheres = [documentSql(maySeeStub(principal, context.now), context)];
    const words = query?.match(/[\p{L}\p{N}]+/gu)?.slice(0, 64) ?? [];
    if (words.length > 0) {
      const search = bind(words.map((word) => `'${word}'`).join(' | '));
      wheres.push(`to_tsvector('english', d.stub_title) @@ to_tsquery('english', ${search})`);
    } else if (query) wheres.push('false');
    if (page.after) wheres.push(behindCursor(BY_TITLE, page.after, bind));
    const mine = bind(principal.memberships.map((membership) => membership.institutionId));
    const rows = await this.database.rows<StubRow>(
      `SELECT d.id, d.kind, d.stub_title AS title,
         CASE WHEN ${documentSql(maySeeAttribution(principal), context)} THEN (
           SELECT ${institutionJson('i')} FROM institutions i WHERE i.id = d.institution_id) END AS institution,
         (SELECT r.status FROM access_requests r WHERE r.document_id = d.id AND r.institution_id = ANY(${mine})
          ORDER BY r.created_at DESC LIMIT 1) AS "requestStatus"
       ${FROM} WHERE ${wheres.join(' AND ')} ORDER BY ${keysetOrder(BY_TITLE)} LIMIT ${size + 1}`,
      values,
    );
    return pageOf(rows, size, (row) => keysetCursor(row.title, row.id), Boolean(page.after));
  }

  /**
   * Requests, newest first: those that one's institutions have made, and those for documents of
   * institutions whose PUBLISHER one is. Whose document it is, and who decided, does not show to those who
   * asked.
   */
  async listRequests(
    principal: Principal,
    page: PageArguments,
    id: string | null = null,
  ): Promise<Connection<AccessRequestRow>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const mine = bind(principal.memberships.map((one) => one.institutionId));
    const publishing = bind(
      principal.memberships.filter((one) => isAtLeast(one.role, 'PUBLISHER')).map((one) => one.institutionId),
    );
    const wheres = [`(r.institution_id = ANY(${mine}) OR d.institution_id = ANY(${publishing}))`];
    if (id !== null) wheres.push(`r.id = ${bind(id)}`);
    if (page.after) wheres.push(behindCursor(NEWEST, page.after, bind));
    const rows = await this.database.rows<AccessRequestRow>(
      `SELECT r.id, r.document_id AS "documentId", d.stub_title AS "stubTitle", r.reason, r.status, r.note,
         r.created_at AS "createdAt", r.decided_at AS "decidedAt",
         (SELECT g.expires_at FROM access_grants g
          WHERE g.document_id = r.document_id AND g.institution_id = r.institution_id) AS "expiresAt",
         (SELECT ${institutionJson('i')} FROM institutions i WHERE i.id = r.institution_id) AS institution,
         (SELECT ${userJson('u', 'true')} FROM users u WHERE u.id = r.requested_by_id) AS "requestedBy"
       FROM access_requests r JOIN documents d ON d.id = r.document_id
       WHERE ${wheres.join(' AND ')} ORDER BY ${keysetOrder(NEWEST)} LIMIT ${size + 1}`,
      values,
    );
    return pageOf(rows, size, (row) => keysetCursor(row.createdAt, row.id), Boolean(page.after));
  }
}
