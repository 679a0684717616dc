import {
  anonymous,
  counts,
  MEMBERSHIP_FACTS,
  membershipFacts,
  type MembershipRow,
  type Principal,
  type Scope,
  type UserPrincipal,
} from '#access';
import { ReadDatabase } from '#database';
import { Clock, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { hashToken, looksLikeToken } from './token-text.ts';

interface TokenRow {
  id: string;
  userId: string;
  institutionId: string | null;
  scopes: Scope[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  memberships: MembershipRow[];
}

const MINUTE = 60_000;

const TOKEN = `
  SELECT t.id, t.user_id AS "userId", t.institution_id AS "institutionId", t.scopes,
    t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt", coalesce((
      SELECT json_agg(f) FROM (
        SELECT ${MEMBERSHIP_FACTS} FROM memberships m JOIN institutions i ON i.id = m.institution_id
        WHERE m.user_id = t.user_id AND m.status = 'ACTIVE') f), '[]'::json) AS memberships
  FROM api_tokens t JOIN users u ON u.id = t.user_id
  WHERE t.hash = $1 AND t.revoked_at IS NULL AND u.erased_at IS NULL`;

const MEMBERSHIPS = `
  SELECT m.user_id AS "userId", ${MEMBERSHIP_FACTS} FROM memberships m JOIN institutions i ON i.id = m.institution_id
  WHERE m.user_id = ANY($1) AND m.status = 'ACTIVE'`;

const NOBODY_SPECIAL = {
  type: 'user',
  scopes: [],
  boundTo: null,
  expiresAt: null,
  actingSlug: null,
} as const;

/**
 * Who is asking. A token carries identity only; memberships are read anew for every request, so that a
 * revocation acts on the very next one.
 */
@Injectable()
export class Authentication {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * The principal of a request from its Authorization header; anonymous without one. Throws
   * Unauthenticated for anything that is not a valid token, whatever is wrong with it.
   */
  async authenticate(authorization: string | undefined, actingSlug: string | null): Promise<Principal> {
    if (authorization === undefined) return anonymous;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!token || !looksLikeToken(token)) throw new Unauthenticated('The token is not valid.');
    const [row] = await this.database.rows<TokenRow>(TOKEN, [hashToken(token)]);
    const now = this.clock.now();
    if (!row || (row.expiresAt && row.expiresAt <= now)) throw new Unauthenticated('The token is not valid.');
    await this.touch(row, now);
    const memberships = row.memberships
      .map((facts) => membershipFacts(facts, now))
      .filter((facts) => counts(facts, now))
      .filter((facts) => row.institutionId === null || facts.institutionId === row.institutionId);
    const { userId, scopes, institutionId: boundTo, expiresAt } = row;
    return { type: 'user', userId, memberships, scopes, boundTo, expiresAt, actingSlug };
  }

  /** The principal for someone whom the operator names on the command line. */
  async principalOf(userId: string, actingSlug: string | null = null): Promise<UserPrincipal> {
    return { ...(await this.principalsOf([userId])).get(userId)!, actingSlug };
  }

  /** The principals of people who are to be told something, as they are at this moment. */
  async principalsOf(userIds: readonly string[]): Promise<Map<string, UserPrincipal>> {
    const now = this.clock.now();
    const rows = await this.database.rows<MembershipRow & { userId: string }>(MEMBERSHIPS, [userIds]);
    const held = Map.groupBy(rows, (row) => row.userId);
    const principalOf = (userId: string): UserPrincipal => {
      const memberships = (held.get(userId) ?? [])
        .map(({ userId: _userId, ...facts }) => membershipFacts(facts, now))
        .filter((facts) => counts(facts, now));
      return { ...NOBODY_SPECIAL, userId, memberships };
    };
    return new Map(userIds.map((userId) => [userId, principalOf(userId)]));
  }

  private async touch(row: TokenRow, now: Date): Promise<void> {
    if (row.lastUsedAt && now.getTime() - row.lastUsedAt.getTime() < MINUTE) return;
    await this.database.rows('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [row.id, now]);
  }
}
