import type { EntityManager } from 'typeorm';
import { Refusal, type Role } from '#kernel';

/** A program drafts and submits; approving and publishing is for people, and so are the roles that may. */
export const SERVICE_ROLES = ['READER', 'CONTRIBUTOR'] as const satisfies readonly Role[];

/**
 * Throws INVALID when a change would make a service account's membership more than it may be. For people it
 * does nothing.
 */
export async function requireServiceLimits(
  manager: EntityManager,
  userId: string,
  next: { role?: Role; administrator?: boolean; auditor?: boolean; findable?: boolean },
): Promise<void> {
  if (!(await isService(manager, userId))) return;
  const roles: readonly Role[] = SERVICE_ROLES;
  if (next.role && !roles.includes(next.role)) {
    throw Refusal.of('INVALID', 'A service account is READER or CONTRIBUTOR.', ['role']);
  }
  if (next.administrator || next.auditor || next.findable) {
    throw Refusal.of('INVALID', 'A service account is no administrator, auditor or contact point.', ['id']);
  }
}

/** Throws INVALID for a service account: its one membership is made with it. */
export async function requirePerson(manager: EntityManager, userId: string): Promise<void> {
  if (await isService(manager, userId)) {
    throw Refusal.of('INVALID', 'A service account belongs to one institution only.', ['email']);
  }
}

async function isService(manager: EntityManager, userId: string): Promise<boolean> {
  const rows: unknown[] = await manager.query(`SELECT 1 FROM users WHERE id = $1 AND kind = 'SERVICE'`, [
    userId,
  ]);
  return rows.length > 0;
}
