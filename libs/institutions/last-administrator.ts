import type { EntityManager } from 'typeorm';
import { Refusal } from '#kernel';
import { Membership } from './membership.entity.ts';

/**
 * Throws STATE when the change of a membership has left its institution without a lasting administrator that
 * it had. The institution's lock must be held.
 */
export async function keepAnAdministrator(manager: EntityManager, before: Membership): Promise<void> {
  if (!before.administrator || before.status !== 'ACTIVE') return;
  const left = await manager
    .createQueryBuilder(Membership, 'm')
    .where(`m.institution_id = :id AND m.administrator AND m.status = 'ACTIVE' AND m.valid_until IS NULL`, {
      id: before.institutionId,
    })
    .getCount();
  if (left === 0) throw Refusal.of('STATE', 'The last administrator stays.', ['id']);
}
