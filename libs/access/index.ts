export type { ContentFacts, DocumentFacts, SharingFacts } from './document-facts.ts';
export { evaluate } from './evaluate.ts';
export { explain, type Explanation } from './explain.ts';
export { holdMembership, MEMBERSHIP_FACTS, membershipFacts, type MembershipRow } from './membership-facts.ts';
export * from './predicate.ts';
export { anonymous, counts, SCOPES, system } from './principal.ts';
export type { Anonymous, MembershipFacts, Principal, Scope, SystemPrincipal, UserPrincipal } from './principal.ts';
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
export { isAtLeast, rankOf, roleOfRank } from './roles.ts';
export { toSql, type SqlDialect } from './sql.ts';
export {
  DOCUMENT_ACTIONS,
  isOwnWork,
  mayAct,
  mayCreate,
  mayNarrow,
  mayWiden,
  type Actor,
  type DocumentAction,
} from './document-policy.ts';
export { PERMISSIONS, permissionRule, type Permission } from './permissions.ts';
export {
  INITIAL_SHARING,
  isNotWider,
  normalised,
  reachesOutside,
  strictestLabel,
  tlpAllows,
} from './sharing.ts';
export { actingMembership, namedMembership } from './acting.ts';
