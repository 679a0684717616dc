import { ROLES, type Role } from '#kernel';

/** A role's place on the ladder: 0 READER … 3 PUBLISHER. */
export function rankOf(role: Role): number {
  return ROLES.indexOf(role);
}

/** Whether a role stands at least as high on the ladder as another. */
export function isAtLeast(role: Role, least: Role): boolean {
  return rankOf(role) >= rankOf(least);
}
