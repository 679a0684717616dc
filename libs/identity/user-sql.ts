/** A User from the row `alias` of users; the address only where `showEmail` holds. */
export function userJson(alias: string, showEmail: string): string {
  return `json_build_object(
    'id', ${alias}.id, 'kind', ${alias}.kind, 'name', ${alias}.name, 'email', CASE WHEN ${showEmail} THEN ${alias}.email END)`;
}
