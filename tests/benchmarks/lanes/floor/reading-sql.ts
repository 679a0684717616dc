/**
 * The access rule as somebody would write it by hand, in SQL that finds the caller by the token's hash and
 * reads in the same statement. Written from the words of the access model, not from the product's code.
 * Ranks of roles: 0 READER to 3 PUBLISHER, as `documents.minimum_role` has them.
 */

const REVIEWER = 2;
const PUBLISHER = 3;

/** Whose token it is, and the memberships that count at this moment: both are read once in a statement. */
export const callerSql = (hash: string): string => `
  bearer AS MATERIALIZED (
    SELECT t.user_id, t.institution_id AS bound_to FROM api_tokens t JOIN users u ON u.id = t.user_id
    WHERE t.hash = ${hash} AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
      AND u.deactivated_at IS NULL),
  caller AS MATERIALIZED (
    SELECT b.user_id, m.id AS membership_id, m.institution_id, i.kind,
      array_position(ARRAY['READER', 'CONTRIBUTOR', 'REVIEWER', 'PUBLISHER'], m.role) - 1 AS rank,
      ARRAY(
        SELECT g.id FROM sharing_groups g WHERE g.owner_id = i.id AND g.deleted_at IS NULL
        UNION
        SELECT g.id FROM sharing_group_members gm JOIN sharing_groups g ON g.id = gm.group_id
        WHERE gm.institution_id = i.id AND gm.status = 'ACCEPTED' AND g.deleted_at IS NULL) AS groups,
      ARRAY(SELECT a.document_id FROM access_grants a
        WHERE a.institution_id = i.id AND a.expires_at > now()) AS granted
    FROM bearer b JOIN memberships m ON m.user_id = b.user_id JOIN institutions i ON i.id = m.institution_id
    WHERE m.status = 'ACTIVE' AND i.status = 'ACTIVE' AND (m.valid_until IS NULL OR m.valid_until > now())
      AND (b.bound_to IS NULL OR b.bound_to = m.institution_id))`;

const OPEN = `((d.visible_from IS NULL OR d.visible_from <= now())
  AND (d.visible_until IS NULL OR d.visible_until > now()))`;
const OWNS = 'c.institution_id = d.institution_id';
const NAMED = `(c.membership_id = ANY(d.audience_member_ids)
  OR ${OWNS} AND c.membership_id = ANY(d.co_author_ids))`;

const ADMITTED = `(
  (CASE d.level
    WHEN 'NAMED' THEN ${NAMED}
    WHEN 'INSTITUTION' THEN ${OWNS}
    WHEN 'GROUPS' THEN ${OWNS} OR c.institution_id = ANY(d.audience_institution_ids)
      OR d.audience_group_ids && c.groups
    WHEN 'COMMUNITY' THEN ${OWNS} OR cardinality(d.audience_kinds) = 0 OR c.kind = ANY(d.audience_kinds)
    ELSE true END
   OR d.level IN ('INSTITUTION', 'GROUPS', 'COMMUNITY') AND d.id = ANY(c.granted))
  AND NOT c.institution_id = ANY(d.excluded_institution_ids) AND d.minimum_role <= c.rank)`;

/**
 * What anybody may read.
 * @public for a peer too, which is no part of this package
 */
export const PUBLIC_READS = `(d.state = 'PUBLISHED' AND d.level = 'PUBLIC' AND ${OPEN})`;

/**
 * What one membership `c` of the caller alone lets them read.
 * @public for a peer too, which is no part of this package
 */
export const MEMBER_READS = `(
  d.state = 'PUBLISHED' AND (${OWNS} AND d.author_id = c.user_id
    OR ${ADMITTED} AND (${OPEN} OR c.rank >= ${REVIEWER} AND ${OWNS}))
  OR d.state IN ('DRAFT', 'IN_REVIEW', 'APPROVED') AND ${OWNS} AND (
    d.author_id = c.user_id OR c.membership_id = ANY(d.co_author_ids)
    OR c.rank >= ${REVIEWER} AND c.user_id = ANY(d.reviewer_ids)
    OR CASE WHEN d.level = 'NAMED' THEN c.membership_id = ANY(d.audience_member_ids)
       ELSE c.rank >= ${PUBLISHER} OR c.rank >= ${REVIEWER} AND d.state <> 'DRAFT' END)
  OR d.state = 'WITHDRAWN' AND ${OWNS} AND (
    d.author_id = c.user_id OR c.rank >= ${REVIEWER} AND (d.level <> 'NAMED' OR ${NAMED})))`;

/** Documents `d` that the caller may read, their shown version `v`, and the institution `i` if it is named. */
export const READABLE = `FROM documents d
  JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
  LEFT JOIN institutions i ON i.id = d.institution_id AND (d.attribution = 'NAMED'
    OR d.institution_id IN (SELECT c.institution_id FROM caller c))
  WHERE EXISTS (SELECT FROM bearer)
    AND (${PUBLIC_READS} OR EXISTS (SELECT FROM caller c WHERE ${MEMBER_READS}))`;

const LISTED = `d.id, d.kind, v.title, v.topics, d.published_at,
  i.id AS institution_id, i.slug, i.name, i.country`;

/** $1 hash of the token, $2 how many. */
export const LIST = `WITH ${callerSql('$1')}
  SELECT ${LISTED} ${READABLE} ORDER BY d.listed_at DESC, d.id DESC LIMIT $2`;

/** $1 hash of the token, $2 id of the document. */
export const SINGLE = `WITH ${callerSql('$1')} SELECT ${LISTED}, v.summary, v.body ${READABLE} AND d.id = $2`;

/** $1 hash of the token. No row: the token is not valid. Asked when a statement has found nothing. */
export const BEARER = `WITH ${callerSql('$1')} SELECT user_id FROM bearer`;
