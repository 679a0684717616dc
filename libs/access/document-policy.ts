/**
 * Who may change a document. Small predicates that build on one another; each assumes that the caller can
 * read the document, which is settled before (see reading.ts), and that the membership is the acting one.
 * Whether the document's state permits the action is the lifecycle's business.
 */
import type { DocumentFacts } from './document-facts.ts';
import type { MembershipFacts } from './principal.ts';
import { isAtLeast } from './roles.ts';

/** The person and the one membership that acts for this write. */
export interface Actor {
  userId: string;
  membership: MembershipFacts;
}

export const DOCUMENT_ACTIONS = [
  'document.edit',
  'document.submit',
  'document.review',
  'document.publish',
  'document.share',
  'document.withdraw',
  'document.showStub',
  'document.grantAccess',
] as const;
export type DocumentAction = (typeof DOCUMENT_ACTIONS)[number];

/** Whether the actor's role lets it take the action on this document, second persons aside. */
export function mayAct(action: DocumentAction, actor: Actor, document: DocumentFacts): boolean {
  switch (action) {
    case 'document.edit':
    case 'document.submit':
      return writesOn(actor, document);
    case 'document.review':
      return hasRole(actor, document, 'REVIEWER');
    case 'document.publish':
      return mayPublish(actor, document);
    case 'document.share':
      return document.publishedAt === null
        ? writesOn(actor, document) || hasRole(actor, document, 'PUBLISHER')
        : mayNarrow(actor, document);
    case 'document.withdraw':
      return mayWithdraw(actor, document);
    case 'document.showStub':
    case 'document.grantAccess':
      return hasRole(actor, document, 'PUBLISHER');
  }
}

/** CONTRIBUTOR or higher of the institution; for advisories it must be one that may issue them. */
export function mayCreate(kind: DocumentFacts['kind'], membership: MembershipFacts): boolean {
  return isAtLeast(membership.role, 'CONTRIBUTOR') && (kind !== 'ADVISORY' || membership.mayIssueAdvisories);
}

/** Whether the actor wrote the document: its author, or a co-author. */
function isOwnWork(actor: Actor, document: DocumentFacts): boolean {
  return document.authorId === actor.userId || document.coAuthorIds.includes(actor.membership.id);
}

/** Narrowing what is published: its author while CONTRIBUTOR or higher, or a PUBLISHER of the owner. */
function mayNarrow(actor: Actor, document: DocumentFacts): boolean {
  const author = document.authorId === actor.userId && hasRole(actor, document, 'CONTRIBUTOR');
  return author || hasRole(actor, document, 'PUBLISHER');
}

/** Widening what is published: a PUBLISHER of the owner. On own work someone else must have approved it. */
export function mayWiden(actor: Actor, document: DocumentFacts): boolean {
  return hasRole(actor, document, 'PUBLISHER');
}

function mayPublish(actor: Actor, document: DocumentFacts): boolean {
  const issues = document.kind !== 'ADVISORY' || actor.membership.mayIssueAdvisories;
  // A NAMED document is for those it names, and whoever publishes it is one of them.
  const named =
    document.level !== 'NAMED' ||
    isOwnWork(actor, document) ||
    document.memberIds.includes(actor.membership.id);
  return hasRole(actor, document, 'PUBLISHER') && issues && named;
}

function mayWithdraw(actor: Actor, document: DocumentFacts): boolean {
  const namedAuthor =
    document.level === 'NAMED' && document.authorId === actor.userId && belongs(actor, document);
  return namedAuthor || hasRole(actor, document, 'PUBLISHER');
}

function writesOn(actor: Actor, document: DocumentFacts): boolean {
  const issues = document.kind !== 'ADVISORY' || actor.membership.mayIssueAdvisories;
  return isOwnWork(actor, document) && hasRole(actor, document, 'CONTRIBUTOR') && issues;
}

function hasRole(actor: Actor, document: DocumentFacts, least: MembershipFacts['role']): boolean {
  return belongs(actor, document) && isAtLeast(actor.membership.role, least);
}

function belongs(actor: Actor, document: DocumentFacts): boolean {
  return actor.membership.institutionId === document.ownerId;
}
