export type { DocumentFacts, SharingFacts } from './document-facts.ts';
export { evaluate } from './evaluate.ts';
export { explain } from './explain.ts';
export { holdMembership, MEMBERSHIP_FACTS, membershipFacts, type MembershipRow } from './membership-facts.ts';
export * from './predicate.ts';
export { anonymous, counts, SCOPES } from './principal.ts';
export type { MembershipFacts, Principal, Scope, UserPrincipal } from './principal.ts';
export {
  isInsider,
  isMine,
  mayRead,
  mayReadPublished,
  mayReadRetired,
  mayReadWork,
  maySeeAttribution,
  maySeeStub,
  maySeeTombstone,
} from './reading.ts';
export { isAtLeast, rankOf } from './roles.ts';
export { toSql } from './sql.ts';
export {
  DOCUMENT_ACTIONS,
  mayAct,
  mayCreate,
  mayWiden,
  type Actor,
  type DocumentAction,
} from './document-policy.ts';
export { demandPermission, type Permission } from './permissions.ts';
export {
  INITIAL_SHARING,
  isNotWider,
  normalised,
  reachesOutside,
  strictestLabel,
  tlpAllows,
} from './sharing.ts';
export { actingAlone, actingForReading, actingMembership, namedMembership } from './acting.ts';
