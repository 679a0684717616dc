import type { EntityManager } from 'typeorm';

/** A number for the name, far away from those that are locked by number elsewhere. */
const KEY = 'hashtextextended($1, 7002)';

/** Holds the lock of this name until the transaction ends, waiting for whoever has it now. */
export async function lock(manager: EntityManager, name: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(${KEY})`, [name]);
}

/** The same without waiting. Returns whether the lock is held. */
export async function tryLock(manager: EntityManager, name: string): Promise<boolean> {
  const [row] = await manager.query<{ held: boolean }[]>(`SELECT pg_try_advisory_xact_lock(${KEY}) AS held`, [
    name,
  ]);
  return row?.held ?? false;
}

/** Whoever changes an index, or puts another in its place, holds this. */
export function lockOf(generation: string): string {
  return `index ${generation}`;
}
