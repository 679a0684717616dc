import { counts, MEMBERSHIP_FACTS, membershipFacts, type MembershipRow, type UserPrincipal } from '#access';
import { ReadDatabase } from '#database';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';

/** An id that nobody has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const READERS = `
  SELECT ${MEMBERSHIP_FACTS} FROM institutions i CROSS JOIN LATERAL (
    SELECT $2::uuid AS id, i.id AS institution_id, 'READER' AS role, false AS administrator,
      false AS auditor, 'ACTIVE' AS status, NULL::timestamptz AS valid_until) m
  WHERE i.id = ANY($1)`;

/** Who a machine of an institution is taken for: some READER of it, and nobody in particular. */
@Injectable()
export class InstitutionReaders {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** By institution; those that are not ACTIVE have none. */
  async of(institutionIds: readonly string[]): Promise<Map<string, UserPrincipal>> {
    const now = this.clock.now();
    const rows = await this.database.rows<MembershipRow>(READERS, [institutionIds, NOBODY]);
    const readers = rows
      .map((row) => membershipFacts(row, now))
      .filter((facts) => counts(facts, now))
      .map((facts): [string, UserPrincipal] => [facts.institutionId, readerWith(facts)]);
    return new Map(readers);
  }
}

function readerWith(membership: UserPrincipal['memberships'][number]): UserPrincipal {
  return {
    type: 'user',
    userId: NOBODY,
    memberships: [membership],
    ...{ scopes: ['read'], boundTo: membership.institutionId, expiresAt: null, actingSlug: null },
  };
}
