import { isAtLeast, isNotWider, type MembershipFacts, type SharingFacts } from '#access';

/** Whether the acting member records centres for its institution, and changes those that it has recorded. */
export function mayWrite(membership: MembershipFacts, ownerId: string): boolean {
  return membership.institutionId === ownerId && isAtLeast(membership.role, 'REVIEWER');
}

/**
 * Whether the acting member may share a centre so, who may write on it. Inside the institution whoever
 * writes decides; that somebody outside reads more than before (`former` is null for a new centre) is for a
 * PUBLISHER to decide. `isOwners` tells whether a membership belongs to the owner.
 */
export function mayShare(
  membership: MembershipFacts,
  next: SharingFacts,
  former: SharingFacts | null,
  isOwners: (membershipId: string) => boolean,
): boolean {
  if (isAtLeast(membership.role, 'PUBLISHER') || staysInside(next, isOwners)) return true;
  return former !== null && isNotWider(next, former, isOwners);
}

/** Whether nobody outside the owner reads it, and the label lets no reader pass it on. */
function staysInside(
  { level, tlp, memberIds }: SharingFacts,
  isOwners: (membershipId: string) => boolean,
): boolean {
  const inside = level === 'INSTITUTION' || (level === 'NAMED' && memberIds.every(isOwners));
  return inside && (tlp === 'RED' || tlp === 'AMBER_STRICT');
}
