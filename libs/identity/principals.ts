import { counts, MEMBERSHIP_FACTS, membershipFacts, type MembershipRow, type UserPrincipal } from '#access';
import { ReadDatabase } from '#database';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';

const MEMBERSHIPS = `
  SELECT m.user_id AS "userId", ${MEMBERSHIP_FACTS}
  FROM memberships m JOIN institutions i ON i.id = m.institution_id JOIN users u ON u.id = m.user_id
  WHERE m.user_id = ANY($1) AND m.status = 'ACTIVE' AND u.deactivated_at IS NULL`;

const NOBODY_SPECIAL = {
  type: 'user',
  scopes: [],
  boundTo: null,
  expiresAt: null,
  actingSlug: null,
} as const;

/** People as principals, for what is done on their behalf and not at their request. */
@Injectable()
export class Principals {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
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
}
