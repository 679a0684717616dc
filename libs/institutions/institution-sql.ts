import { userJson } from '#identity';

/** JSON shapes of the contract's types, for read models that show them inside something else. */

/** Where each field of an Institution stands in the table institutions. */
export const INSTITUTION_COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  slug: 'slug',
  name: 'name',
  kind: 'kind',
  status: 'status',
  country: 'country',
  rorId: 'ror_id',
  mayIssueAdvisories: 'may_issue_advisories',
};

/** An Institution from the row `alias` of institutions. */
export function institutionJson(alias: string): string {
  const fields = Object.entries(INSTITUTION_COLUMNS).map(([name, column]) => `'${name}', ${alias}.${column}`);
  return `json_build_object(${fields.join(', ')})`;
}

/** A Membership from the rows of memberships, institutions and users. */
export function membershipJson(
  membership: string,
  institution: string,
  user: string,
  showEmail: string,
): string {
  const m = membership;
  return `json_build_object(
    'id', ${m}.id, 'role', ${m}.role, 'administrator', ${m}.administrator, 'auditor', ${m}.auditor,
    'status', ${m}.status, 'findable', ${m}.findable, 'validUntil', ${m}.valid_until,
    'institution', ${institutionJson(institution)}, 'user', ${userJson(user, showEmail)})`;
}

/** A SharingGroup from the row `g` of sharing_groups; who is invited only where `showInvited` holds. */
export function sharingGroupJson(g: string, showInvited: string): string {
  const members = (status: string): string => `
    SELECT i.id, i.name, ${institutionJson('i')} AS json
    FROM sharing_group_members gm JOIN institutions i ON i.id = gm.institution_id
    WHERE gm.group_id = ${g}.id AND gm.status = '${status}'`;
  const owner = `SELECT o.id, o.name, ${institutionJson('o')} AS json FROM institutions o WHERE o.id = ${g}.owner_id`;
  const list = (rows: string): string =>
    `(SELECT coalesce(json_agg(x.json ORDER BY x.name, x.id), '[]'::json) FROM (${rows}) x)`;
  return `json_build_object(
    'id', ${g}.id, 'name', ${g}.name,
    'owner', (SELECT ${institutionJson('o')} FROM institutions o WHERE o.id = ${g}.owner_id),
    'institutions', ${list(`${owner} UNION ALL ${members('ACCEPTED')}`)},
    'invited', CASE WHEN ${showInvited} THEN ${list(members('INVITED'))} ELSE '[]'::json END)`;
}
