import { BadInput, Forbidden } from '#kernel';
import type { MembershipFacts, Principal } from './principal.ts';

/**
 * The membership that acts for a write: the one of the institution named by X-Institution, else the only
 * one. Throws BadInput when there are several and none is named, Forbidden when there is none.
 */
export function actingMembership(principal: Principal): MembershipFacts {
  const { memberships } = principal;
  if (principal.type === 'user' && principal.actingSlug !== null) {
    return namedMembership(principal, principal.actingSlug);
  }
  if (memberships.length > 1) {
    throw new BadInput(
      'You belong to several institutions: name the acting one in the header X-Institution.',
    );
  }
  const [only] = memberships;
  if (!only) throw new Forbidden('You are not a member of any active institution.');
  return only;
}

/** The caller's membership of the institution with this slug. Throws Forbidden when there is none. */
export function namedMembership({ memberships }: Principal, slug: string): MembershipFacts {
  const named = memberships.find((membership) => membership.institutionSlug === slug);
  if (!named) throw new Forbidden('The institution named by X-Institution is not one of yours.');
  return named;
}
