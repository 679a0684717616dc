export type { ContentFacts, DocumentFacts, SharingFacts } from './document-facts.ts';
export { evaluate } from './evaluate.ts';
export * from './predicate.ts';
export { anonymous, counts, SCOPES, system } from './principal.ts';
export type { Anonymous, MembershipFacts, Principal, Scope, SystemPrincipal, UserPrincipal } from './principal.ts';
export {
  isInsider,
  isMine,
  mayRead,
  mayReadPublished,
  mayReadWork,
  maySeeAttribution,
  maySeeTombstone,
} from './reading.ts';
export { isAtLeast, rankOf, roleOfRank } from './roles.ts';
export { toSql, type SqlDialect } from './sql.ts';
