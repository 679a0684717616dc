import type { Bindings } from '#database';

/** One of an institution's people as its directory sees them: the account, with this one membership. */
export interface ScimPerson {
  /** Of the account. */
  id: string;
  userName: string;
  externalId: string | null;
  displayName: string | null;
  email: string | null;
  /** Whether the membership has not been revoked. */
  active: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** What a directory changes; what is left out stays. */
export interface ScimChange {
  userName?: string;
  externalId?: string | null;
  displayName?: string | null;
  active?: boolean;
}

/** What a directory looks for. */
export type ScimCriterion =
  | { attribute: 'id' | 'userName' | 'externalId' | 'email'; value: string }
  | { attribute: 'active'; value: boolean }
  | { all: readonly ScimCriterion[] }
  | { any: readonly ScimCriterion[] };

/**
 * The people of the institution `institutionId`, a parameter: its living members, and those whom SCIM has
 * deactivated. Service accounts are nobody's directory's.
 */
export const peopleOf = (institutionId: string): string => `
  SELECT DISTINCT ON (m.user_id) m.user_id AS id, coalesce(s.user_name, u.email, u.id::text) AS user_name,
    s.external_id, coalesce(s.display_name, u.name) AS display_name, coalesce(s.email, u.email) AS email,
    m.status <> 'REVOKED' AS active, coalesce(s.created_at, m.created_at) AS created_at,
    greatest(s.updated_at, m.created_at) AS updated_at
  FROM memberships m JOIN users u ON u.id = m.user_id AND u.kind = 'PERSON'
    LEFT JOIN scim_users s ON s.institution_id = m.institution_id AND s.user_id = m.user_id
  WHERE m.institution_id = ${institutionId} AND (m.status <> 'REVOKED' OR s.user_id IS NOT NULL)
  ORDER BY m.user_id, m.status = 'REVOKED', m.created_at DESC`;

export const PERSON_COLUMNS = `p.id, p.user_name AS "userName", p.external_id AS "externalId",
  p.display_name AS "displayName", p.email, p.active, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;

/** A criterion about the row `p`. User names and addresses are the same in any case (RFC 7643, 4.1). */
export function criterionSql(criterion: ScimCriterion, bind: Bindings['bind']): string {
  if ('all' in criterion) return `(${criterion.all.map((one) => criterionSql(one, bind)).join(' AND ')})`;
  if ('any' in criterion) return `(${criterion.any.map((one) => criterionSql(one, bind)).join(' OR ')})`;
  switch (criterion.attribute) {
    case 'id':
      return `p.id::text = ${bind(criterion.value)}`;
    case 'userName':
      return `lower(p.user_name) = lower(${bind(criterion.value)})`;
    case 'externalId':
      return `p.external_id = ${bind(criterion.value)}`;
    case 'email':
      return `lower(p.email) = lower(${bind(criterion.value)})`;
    case 'active':
      return `p.active = ${bind(criterion.value)}`;
  }
}
