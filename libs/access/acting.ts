import { BadInput, Forbidden } from '#kernel';
import type { MembershipFacts, Principal, UserPrincipal } from './principal.ts';

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

/**
 * The membership that a read depends on which shows what one institution alone may see: the named one, else
 * the only one; null when there is none, and when there are several and none is named.
 */
export function actingForReading(principal: Principal): MembershipFacts | null {
  const { memberships } = principal;
  if (principal.type === 'user' && principal.actingSlug !== null) {
    return namedMembership(principal, principal.actingSlug);
  }
  return memberships.length === 1 ? memberships[0]! : null;
}

/** The same person with this one membership, so that no right of another one mixes in. */
export function actingAlone(principal: UserPrincipal, membership: MembershipFacts): UserPrincipal {
  return { ...principal, memberships: [membership] };
}
