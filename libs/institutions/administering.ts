import type { EntityManager } from 'typeorm';
import { actingMembership, holdMembership, type MembershipFacts, type UserPrincipal } from '#access';
import { Refusal } from '#kernel';

/**
 * The acting membership, held until the transaction ends. Throws FORBIDDEN unless it administers its
 * institution, BadInput when several could act.
 */
export async function holdAdministrator(
  manager: EntityManager,
  principal: UserPrincipal,
  now: Date,
): Promise<MembershipFacts> {
  const held = await holdMembership(manager, actingMembership(principal), now);
  if (!held.administrator)
    throw Refusal.of('FORBIDDEN', 'Only administrators of the institution may do this.');
  return held;
}

/** Throws NOT_FOUND unless the principal administers the institution, at this moment too. */
export async function requireAdministratorOf(
  manager: EntityManager,
  principal: UserPrincipal,
  institutionId: string | undefined,
  now: Date,
): Promise<void> {
  const own = principal.memberships.find((one) => one.institutionId === institutionId);
  if (!own?.administrator) throw Refusal.notFound();
  if (!(await holdMembership(manager, own, now)).administrator) throw Refusal.notFound();
}

/** Ids of the institutions that the principal administers. */
export function administeredBy({ memberships }: UserPrincipal): string[] {
  return memberships.filter((own) => own.administrator).map((own) => own.institutionId);
}
