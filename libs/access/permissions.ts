import { Forbidden, Unauthenticated } from '#kernel';
import type { Principal, Scope } from './principal.ts';

interface PermissionRule {
  /** Whether someone who is not signed in may try; the rows still decide what is found. */
  anonymous: boolean;
  /** The token scope that covers it. */
  scope: Scope;
}

/**
 * What a root field can require. A permission opens the door to an operation; which rows it may touch is
 * decided by the access rule and the policies.
 */
const PERMISSIONS = {
  'viewer.read': { anonymous: true, scope: 'read' },
  'document.read': { anonymous: true, scope: 'read' },
  'advisory.read': { anonymous: false, scope: 'read' },
  'inbox.read': { anonymous: false, scope: 'read' },
  'searchHealth.read': { anonymous: false, scope: 'read' },
  'accessRequest.read': { anonymous: false, scope: 'read' },
  'accessRequest.write': { anonymous: false, scope: 'write' },
  'document.explain': { anonymous: false, scope: 'read' },
  'institution.read': { anonymous: false, scope: 'read' },
  'membership.read': { anonymous: false, scope: 'read' },
  'partner.read': { anonymous: true, scope: 'read' },
  'jointCentre.read': { anonymous: true, scope: 'read' },
  'sharingGroup.read': { anonymous: false, scope: 'read' },
  'token.read': { anonymous: false, scope: 'read' },
  'serviceAccount.read': { anonymous: false, scope: 'read' },
  'scim.read': { anonymous: false, scope: 'read' },
  'notice.read': { anonymous: false, scope: 'read' },
  'notice.write': { anonymous: false, scope: 'write' },
  'audit.read': { anonymous: false, scope: 'read' },
  'account.export': { anonymous: false, scope: 'read' },
  'account.erase': { anonymous: false, scope: 'administer' },
  'breakGlass.read': { anonymous: false, scope: 'read' },
  'webhook.read': { anonymous: false, scope: 'read' },
  'partner.write': { anonymous: false, scope: 'write' },
  'document.write': { anonymous: false, scope: 'write' },
  'document.review': { anonymous: false, scope: 'write' },
  'document.publish': { anonymous: false, scope: 'write' },
  'advisory.respond': { anonymous: false, scope: 'write' },
  'advisory.remind': { anonymous: false, scope: 'write' },
  'jointCentre.write': { anonymous: false, scope: 'write' },
  'membership.administer': { anonymous: false, scope: 'administer' },
  'sharingGroup.administer': { anonymous: false, scope: 'administer' },
  'webhook.administer': { anonymous: false, scope: 'administer' },
  'serviceAccount.administer': { anonymous: false, scope: 'administer' },
  'scim.administer': { anonymous: false, scope: 'administer' },
  'token.administer': { anonymous: false, scope: 'administer' },
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof PERMISSIONS;

/** Throws Unauthenticated where it takes somebody who is signed in, Forbidden where the token is too narrow. */
export function demandPermission(principal: Principal, permission: Permission): void {
  const { anonymous, scope } = PERMISSIONS[permission];
  if (principal.type !== 'user') {
    if (anonymous) return;
    throw new Unauthenticated('Sign in first: send an API token or an access token as a bearer token.');
  }
  if (principal.scopes.length > 0 && !principal.scopes.includes(scope)) {
    throw new Forbidden(`The token lacks the scope "${scope}".`);
  }
}
