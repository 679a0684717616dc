import {
  counts,
  MEMBERSHIP_FACTS,
  membershipFacts,
  type MembershipFacts,
  type MembershipRow,
  type UserPrincipal,
} from '#access';

/** What is read of every way in. */
export interface AccountRow {
  /** Of the credential that led to it. */
  key: string;
  /** AccountFacts and more, as JSON: equal texts mean that nothing has changed. */
  facts: string;
}

/** The account behind a way in, and its memberships. */
export interface AccountFacts {
  userId: string;
  memberships: MembershipRow[];
  /** When the way in ends; none for one that does not say. */
  expiresAt?: string | null;
}

/**
 * AccountFacts of the account whose id is `userId`, a column, as a column of text; with more fields, pairs of a
 * name and an expression.
 */
export const factsColumn = (userId: string, more: Readonly<Record<string, string>> = {}): string => `
  json_build_object(${Object.entries(more)
    .map(([name, column]) => `'${name}', ${column}, `)
    .join('')}
    'userId', ${userId}, 'memberships', coalesce((
    SELECT json_agg(f) FROM (
      SELECT ${MEMBERSHIP_FACTS} FROM memberships m JOIN institutions i ON i.id = m.institution_id
      WHERE m.user_id = ${userId} AND m.status = 'ACTIVE') f), '[]'::json))::text AS facts`;

/** The memberships that count at this moment. */
export function countingMemberships(rows: readonly MembershipRow[], now: Date): MembershipFacts[] {
  return rows.map((facts) => membershipFacts(facts, now)).filter((facts) => counts(facts, now));
}

/** When the principal that facts make will be another one, though nobody changes them; null for never. */
export function nextChange(facts: AccountFacts, { expiresAt }: UserPrincipal, now: Date): Date | null {
  const ends = facts.memberships.flatMap(({ validUntil, grants }) => [validUntil, ...Object.values(grants)]);
  const moments = [...ends, facts.expiresAt ?? null, expiresAt].map((end) =>
    end === null ? NaN : +new Date(end),
  );
  const first = Math.min(...moments.filter((end) => end > now.getTime()));
  return Number.isFinite(first) ? new Date(first) : null;
}
