import type { Principal } from '#access';
import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { userJson } from '#identity';
import { requireText, SHORT_TEXT } from '#input';
import {
  Clock,
  isId,
  isWellFormed,
  pageOf,
  pageSize,
  type Connection,
  type InstitutionKind,
  type PageArguments,
} from '#kernel';
import { Injectable } from '@nestjs/common';
import { institutionJson, membershipJson, sharingGroupJson } from './institution-sql.ts';

interface Json<T> {
  json: T;
}
interface Named extends Json<{ id: string }> {
  name: string;
}

const BY_NAME: Keyset = { key: 'i.name', type: 'text', id: 'i.id', direction: 'ASC' };
const MEMBERS_BY_NAME: Keyset = { key: 'u.name', type: 'text', id: 'm.id', direction: 'ASC' };

/** Reads institutions, members and sharing groups, as far as the principal may see them. */
@Injectable()
export class InstitutionsReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One ACTIVE institution, or one's own in any state; null for everything else. */
  async findInstitution(
    principal: Principal,
    by: { id?: string | null; slug?: string | null },
  ): Promise<object | null> {
    if (by.id ? !isId(by.id) : !by.slug || !isWellFormed(by.slug)) return null;
    const { bind, values } = new Bindings();
    const match = by.id ? `i.id = ${bind(by.id)}` : `i.slug = ${bind(by.slug)}`;
    const rows = await this.database.rows<Json<object>>(
      `SELECT ${institutionJson('i')} AS json FROM institutions i
       WHERE ${match} AND ((i.status = 'ACTIVE' AND ${bind(principal.memberships.length > 0)}) OR i.id = ANY(${bind(institutionsOf(principal))}))`,
      values,
    );
    return rows[0]?.json ?? null;
  }

  /** ACTIVE institutions by name; none for someone who is a member of none. */
  async listInstitutions(
    principal: Principal,
    page: PageArguments,
    kinds: readonly InstitutionKind[] | null,
  ): Promise<Connection<object>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const wheres = [`i.status = 'ACTIVE'`, bind(principal.memberships.length > 0)];
    if (kinds) wheres.push(`i.kind = ANY(${bind(kinds)})`);
    if (page.after) wheres.push(behindCursor(BY_NAME, page.after, bind));
    const rows = await this.database.rows<Named>(
      `SELECT i.name, ${institutionJson('i')} AS json FROM institutions i
       WHERE ${wheres.join(' AND ')} ORDER BY ${keysetOrder(BY_NAME)} LIMIT ${size + 1}`,
      values,
    );
    return connectionOf(rows, size, page);
  }

  /** Who the principal is: the account and its living memberships, whether they count now or not. */
  async viewer(principal: Principal): Promise<{ user: object | null; memberships: object[] }> {
    if (principal.type !== 'user') return { user: null, memberships: [] };
    const rows = await this.database.rows<{ user: object; memberships: object[] }>(
      `SELECT ${userJson('u', 'true')} AS user, coalesce((
         SELECT json_agg(${membershipJson('m', 'i', 'u', 'true')} ORDER BY i.name)
         FROM memberships m JOIN institutions i ON i.id = m.institution_id
         WHERE m.user_id = u.id AND m.status <> 'REVOKED' AND ($2::uuid IS NULL OR m.institution_id = $2)
       ), '[]'::json) AS memberships
       FROM users u WHERE u.id = $1`,
      [principal.userId, principal.boundTo],
    );
    return rows[0] ?? { user: null, memberships: [] };
  }

  /**
   * Members of an institution by name: all of one's own institution, and of others the findable ones.
   * `query` narrows to names and addresses that contain it.
   */
  async listMembers(
    principal: Principal,
    institutionId: string,
    query: string | null,
    page: PageArguments,
  ): Promise<Connection<object>> {
    const size = pageSize(page.first);
    if (query !== null) requireText(query, SHORT_TEXT, 'query');
    if (!isId(institutionId)) return connectionOf([], size, page);
    const { bind, values } = new Bindings();
    const mine = bind(institutionsOf(principal));
    const administered = bind(administeredBy(principal));
    const wheres = [
      `m.institution_id = ${bind(institutionId)}`,
      `(${contactPoint(bind(this.clock.now()))} AND ${bind(principal.memberships.length > 0)}
        OR m.institution_id = ANY(${mine}))`,
      `(m.status <> 'REVOKED' OR m.institution_id = ANY(${administered}))`,
    ];
    if (query) {
      const pattern = bind(`%${query.replace(/[\\%_]/g, '\\$&')}%`);
      wheres.push(`(u.name ILIKE ${pattern} OR u.email ILIKE ${pattern})`);
    }
    if (page.after) wheres.push(behindCursor(MEMBERS_BY_NAME, page.after, bind));
    const rows = await this.database.rows<Named>(
      `SELECT u.name, ${membershipJson('m', 'i', 'u', 'true')} AS json
       FROM memberships m JOIN institutions i ON i.id = m.institution_id JOIN users u ON u.id = m.user_id
       WHERE ${wheres.join(' AND ')} ORDER BY ${keysetOrder(MEMBERS_BY_NAME)} LIMIT ${size + 1}`,
      values,
    );
    return connectionOf(rows, size, page);
  }

  /** One membership, if it is of an own institution or a contact point. */
  async findMembership(principal: Principal, id: string): Promise<object | null> {
    const { bind, values } = new Bindings();
    const rows = await this.database.rows<Json<object>>(
      `SELECT ${membershipJson('m', 'i', 'u', 'true')} AS json
       FROM memberships m JOIN institutions i ON i.id = m.institution_id JOIN users u ON u.id = m.user_id
       WHERE m.id = ${bind(id)} AND (m.institution_id = ANY(${bind(institutionsOf(principal))})
         OR m.user_id = ${bind(principal.userId)} OR ${contactPoint(bind(this.clock.now()))})`,
      values,
    );
    return rows[0]?.json ?? null;
  }

  /** Living groups that the principal's institutions own, belong to or are invited to; or one of them. */
  async listSharingGroups(principal: Principal, id: string | null = null): Promise<object[]> {
    const { bind, values } = new Bindings();
    const mine = bind(institutionsOf(principal));
    const one = id === null ? 'true' : `g.id = ${bind(id)}`;
    const rows = await this.database.rows<Json<object>>(
      `SELECT ${sharingGroupJson('g', `g.owner_id = ANY(${mine})`)} AS json FROM sharing_groups g
       WHERE g.deleted_at IS NULL AND ${one} AND (g.owner_id = ANY(${mine}) OR EXISTS (
         SELECT 1 FROM sharing_group_members gm WHERE gm.group_id = g.id AND gm.institution_id = ANY(${mine})))
       ORDER BY g.name, g.id`,
      values,
    );
    return rows.map((row) => row.json);
  }
}

function institutionsOf(principal: Principal): string[] {
  return principal.memberships.map((membership) => membership.institutionId);
}

function administeredBy(principal: Principal): string[] {
  return principal.memberships.filter((own) => own.administrator).map((own) => own.institutionId);
}

/** Whom members of other institutions find: who agreed to it and counts at this moment. */
function contactPoint(now: string): string {
  return `(m.findable AND m.status = 'ACTIVE' AND i.status = 'ACTIVE'
    AND (m.valid_until IS NULL OR m.valid_until > ${now}))`;
}

function connectionOf(rows: readonly Named[], size: number, page: PageArguments): Connection<object> {
  const cursorOf = (row: Named): string => keysetCursor(row.name, row.json.id);
  const { edges, pageInfo } = pageOf(rows, size, cursorOf, Boolean(page.after));
  return { edges: edges.map(({ cursor, node }) => ({ cursor, node: node.json })), pageInfo };
}
