import { BadInput, Forbidden } from '#kernel';
import type { MembershipFacts, Principal, UserPrincipal } from './principal.ts';

/**
 * The membership that acts for a write: the one of the institution named by X-Institution, else the only
 * one. Throws BadInput when there are several and none is named, Forbidden when there is none.
 */
export function actingMembership(principal: Principal): MembershipFacts {
  const { memberships } = principal;
  if (principal.type === 'user' && principal.actingSlug !== null) return namedMembership(principal);
  if (memberships.length > 1) {
    throw new BadInput(
      'You belong to several institutions: name the acting one in the header X-Institution.',
    );
  }
  const [only] = memberships;
  if (!only) throw new Forbidden('You are not a member of any active institution.');
  return only;
}

/** The membership of the institution that the request names. Throws Forbidden when it is not the caller's. */
export function namedMembership(principal: UserPrincipal): MembershipFacts {
  const named = principal.memberships.find(
    (membership) => membership.institutionSlug === principal.actingSlug,
  );
  if (!named) throw new Forbidden('The institution named by X-Institution is not one of yours.');
  return named;
}
