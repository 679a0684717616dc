import {
  namedMembership,
  permissionRule,
  type Permission,
  type Principal,
  type UserPrincipal,
} from '#access';
import type { Authentication } from '#identity';
import { Forbidden, Unauthenticated } from '#kernel';
import type { FastifyRequest } from 'fastify';

/** Who sends a request that is no GraphQL. Throws Unauthenticated, or Forbidden for another's institution. */
export async function senderOf(
  authentication: Authentication,
  { headers }: FastifyRequest,
): Promise<Principal> {
  const named = headers['x-institution'];
  const actingSlug = typeof named === 'string' && named !== '' ? named : null;
  const principal = await authentication.authenticate({ authorization: headers.authorization, actingSlug });
  if (actingSlug !== null) namedMembership(principal, actingSlug);
  return principal;
}

/** The sender, if permitted: the same that PermissionGuard asks of a root field. */
export function permitted(principal: Principal, permission: Permission): UserPrincipal {
  if (principal.type !== 'user') throw new Unauthenticated('Sign in first.');
  const { scope } = permissionRule(permission);
  if (principal.scopes.length > 0 && !principal.scopes.includes(scope)) {
    throw new Forbidden(`The token lacks the scope "${scope}".`);
  }
  return principal;
}
