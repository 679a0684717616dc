import type { UserPrincipal } from '#access';
import { Unauthenticated } from '#kernel';
import type { RequestContext } from './request-context.ts';

/** The signed-in caller. The permission guard has seen to it; this says so to the types as well. */
export function caller({ principal }: Pick<RequestContext, 'principal'>): UserPrincipal {
  if (principal.type !== 'user') throw new Unauthenticated('Sign in first.');
  return principal;
}
