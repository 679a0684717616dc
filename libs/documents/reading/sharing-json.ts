import { institutionJson, membershipJson, sharingGroupJson } from '#institutions';

/**
 * Sharing of the contract from a row `alias` that has the columns of Sharing and an owner, as JSON: full
 * where the SQL expression `inside` holds; for everyone else level, label and attribution only. `fields`
 * tell which of the lists are wanted, as `sharing.groups`.
 */
export function sharingJson(alias: string, inside: string, fields: ReadonlySet<string>): string {
  const list = (name: string, rows: string): string =>
    fields.has(`sharing.${name}`)
      ? `CASE WHEN ${inside} THEN (SELECT coalesce(json_agg(x.json), '[]'::json) FROM (${rows}) x) ELSE '[]'::json END`
      : `'[]'::json`;
  const institutions = (ids: string): string =>
    `SELECT ${institutionJson('i')} AS json FROM institutions i WHERE i.id = ANY(${ids}) ORDER BY i.name, i.id`;
  return `json_build_object(
    'level', ${alias}.level, 'tlp', ${alias}.tlp, 'attribution', ${alias}.attribution,
    'minimumRole', CASE WHEN ${inside} THEN CASE ${alias}.minimum_role
      WHEN 0 THEN 'READER' WHEN 1 THEN 'CONTRIBUTOR' WHEN 2 THEN 'REVIEWER' ELSE 'PUBLISHER' END END,
    'kinds', CASE WHEN ${inside} THEN to_json(${alias}.audience_kinds) ELSE '[]'::json END,
    'visibleFrom', CASE WHEN ${inside} THEN ${alias}.visible_from END,
    'visibleUntil', CASE WHEN ${inside} THEN ${alias}.visible_until END,
    'institutions', ${list('institutions', institutions(`${alias}.audience_institution_ids`))},
    'excludedInstitutions', ${list('excludedInstitutions', institutions(`${alias}.excluded_institution_ids`))},
    'groups', ${list('groups', groups(alias))},
    'members', ${list('members', members(alias))})`;
}

function groups(alias: string): string {
  return `SELECT ${sharingGroupJson('g', `g.owner_id = ${alias}.institution_id`)} AS json FROM sharing_groups g
    WHERE g.id = ANY(${alias}.audience_group_ids) AND g.deleted_at IS NULL ORDER BY g.name, g.id`;
}

function members(alias: string): string {
  return `SELECT ${membershipJson('m', 'i', 'u', `m.institution_id = ${alias}.institution_id OR m.findable`)} AS json
    FROM memberships m JOIN institutions i ON i.id = m.institution_id JOIN users u ON u.id = m.user_id
    WHERE m.id = ANY(${alias}.audience_member_ids) ORDER BY u.name, m.id`;
}
