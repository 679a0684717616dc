import type { InstitutionKind, InstitutionStatus, MembershipStatus, Role } from '#kernel';

/** One person's role in one institution, with what the access rule needs to know about the institution. */
export interface MembershipFacts {
  id: string;
  institutionId: string;
  institutionSlug: string;
  institutionKind: InstitutionKind;
  institutionStatus: InstitutionStatus;
  mayIssueAdvisories: boolean;
  role: Role;
  administrator: boolean;
  auditor: boolean;
  status: MembershipStatus;
  validUntil: Date | null;
  /** Living sharing groups that the institution owns or has accepted to join. */
  groupIds: readonly string[];
  /** Documents that the institution has been granted beyond their sharing, at this moment. */
  grantedDocumentIds: readonly string[];
}

/** Narrowing scopes of an API token; an empty list narrows nothing. */
export const SCOPES = ['read', 'write', 'administer'] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * Who is asking. `memberships` holds only those that count at this moment. There is no all-seeing
 * principal: workers project documents by id for the index, and show nobody what they read.
 */
export type Principal = Anonymous | UserPrincipal;

interface Anonymous {
  type: 'anonymous';
  userId: null;
  memberships: readonly [];
}

export interface UserPrincipal {
  type: 'user';
  userId: string;
  memberships: readonly MembershipFacts[];
  /** What the token may be used for; empty narrows nothing. */
  scopes: readonly Scope[];
  /** The institution that the token is bound to; null for one that is not. */
  boundTo: string | null;
  /** When the token ceases to work; null for one that does not, and for no token. */
  expiresAt: Date | null;
  /** The institution named for writes, by X-Institution; null when the request names none. */
  actingSlug: string | null;
}

export const anonymous: Anonymous = { type: 'anonymous', userId: null, memberships: [] };

/** Whether a membership counts: ACTIVE, unexpired, and of an ACTIVE institution. */
export function counts(membership: MembershipFacts, now: Date): boolean {
  return (
    membership.status === 'ACTIVE' &&
    membership.institutionStatus === 'ACTIVE' &&
    (membership.validUntil === null || membership.validUntil > now)
  );
}
