import { counts, MEMBERSHIP_FACTS, membershipFacts, type MembershipFacts, type MembershipRow } from '#access';

/** What is known of every way in: the account behind it and its memberships, as JSON. */
export interface AccountRow {
  userId: string;
  memberships: MembershipRow[];
}

/** Columns of an AccountRow for the account whose id is `userId`, a column. */
export const accountColumns = (userId: string): string => `
  ${userId} AS "userId", coalesce((
    SELECT json_agg(f) FROM (
      SELECT ${MEMBERSHIP_FACTS} FROM memberships m JOIN institutions i ON i.id = m.institution_id
      WHERE m.user_id = ${userId} AND m.status = 'ACTIVE') f), '[]'::json) AS memberships`;

/** The memberships that count at this moment. */
export function countingMemberships(rows: readonly MembershipRow[], now: Date): MembershipFacts[] {
  return rows.map((facts) => membershipFacts(facts, now)).filter((facts) => counts(facts, now));
}
