import type { EntityManager } from 'typeorm';
import { Refusal } from '#kernel';
import { counts, type MembershipFacts } from './principal.ts';

/** The facts of memberships `m` joined to institutions `i`, as the access rule wants them. */
export const MEMBERSHIP_FACTS = `
  m.id, m.institution_id AS "institutionId", i.slug AS "institutionSlug", i.kind AS "institutionKind",
  i.status AS "institutionStatus", i.may_issue_advisories AS "mayIssueAdvisories",
  m.role, m.administrator, m.auditor, m.status, m.valid_until AS "validUntil",
  ARRAY(
    SELECT g.id FROM sharing_groups g WHERE g.owner_id = i.id AND g.deleted_at IS NULL
    UNION
    SELECT g.id FROM sharing_group_members gm JOIN sharing_groups g ON g.id = gm.group_id
    WHERE gm.institution_id = i.id AND gm.status = 'ACCEPTED' AND g.deleted_at IS NULL
  ) AS "groupIds",
  (SELECT coalesce(jsonb_object_agg(g.document_id, g.expires_at), '{}') FROM access_grants g
   WHERE g.institution_id = i.id) AS grants`;

/** A row that MEMBERSHIP_FACTS selected, as itself or inside JSON. */
export interface MembershipRow extends Omit<MembershipFacts, 'validUntil' | 'grantedDocumentIds'> {
  validUntil: Date | string | null;
  /** Expiry of every grant to the institution, by document. */
  grants: Readonly<Record<string, string>>;
}

/** The facts at this moment from a row of MEMBERSHIP_FACTS. */
export function membershipFacts({ grants, validUntil, ...facts }: MembershipRow, now: Date): MembershipFacts {
  return {
    ...facts,
    validUntil: validUntil === null ? null : new Date(validUntil),
    grantedDocumentIds: Object.keys(grants).filter((id) => new Date(grants[id]!) > now),
  };
}

/**
 * Re-reads the acting membership inside the write's transaction and holds it, so that a revocation comes
 * either before the write, which then fails, or after it. Throws FORBIDDEN when it no longer counts.
 */
export async function holdMembership(
  manager: EntityManager,
  membership: MembershipFacts,
  now: Date,
): Promise<MembershipFacts> {
  // One journey, done one after the other: institution first, then membership, the order in which administering
  // members takes them as well; and what they are is read by a statement that begins when both are held.
  const [, , rows] = await Promise.all([
    manager.query('SELECT 1 FROM institutions WHERE id = $1 FOR SHARE', [membership.institutionId]),
    manager.query('SELECT 1 FROM memberships WHERE id = $1 FOR SHARE', [membership.id]),
    manager.query<MembershipRow[]>(
      `SELECT ${MEMBERSHIP_FACTS} FROM memberships m JOIN institutions i ON i.id = m.institution_id
         JOIN users u ON u.id = m.user_id WHERE m.id = $1 AND u.deactivated_at IS NULL`,
      [membership.id],
    ),
  ]);
  const held = rows[0] && membershipFacts(rows[0], now);
  if (!held || !counts(held, now)) throw Refusal.of('FORBIDDEN', 'Your membership no longer counts.');
  return held;
}
