import {
  always,
  and,
  isAfter,
  isBefore,
  isIn,
  isMine,
  maySeeAttribution,
  not,
  overlaps,
  type Predicate,
  type Principal,
} from '#access';
import {
  isId,
  isWellFormed,
  type Decision,
  type DocumentKind,
  type DocumentState,
  type RiskArea,
  type Severity,
} from '#kernel';

/** DocumentFilter of the contract. What is left out, null or an empty list asks nothing. */
export interface DocumentFilter {
  kinds?: readonly DocumentKind[] | null;
  states?: readonly DocumentState[] | null;
  institutionIds?: readonly string[] | null;
  partnerIds?: readonly string[] | null;
  topics?: readonly string[] | null;
  countries?: readonly string[] | null;
  riskAreas?: readonly RiskArea[] | null;
  decisions?: readonly Decision[] | null;
  technologyAreas?: readonly string[] | null;
  severities?: readonly Severity[] | null;
  publishedAfter?: Date | null;
  publishedBefore?: Date | null;
  mine?: boolean | null;
  overdue?: boolean | null;
}

/**
 * The filter as a predicate for this principal. Asking for an institution finds only what is seen to be
 * from it: a withheld attribution must not come out by filtering.
 */
export function filterPredicate(
  filter: DocumentFilter | null | undefined,
  principal: Principal,
  now: Date,
): Predicate {
  if (!filter) return always;
  const { publishedAfter, publishedBefore, mine, overdue } = filter;
  const late = isBefore('reviewBy', startOfDay(now));
  return and(
    asked(filter.kinds, (values) => isIn('kind', values)),
    asked(filter.states, (values) => isIn('state', values)),
    asked(filter.institutionIds, (values) =>
      and(isIn('ownerId', values.filter(isId)), maySeeAttribution(principal)),
    ),
    asked(filter.partnerIds, (values) => overlaps('partnerIds', values.filter(isId))),
    asked(filter.topics, (values) => overlaps('topics', values.map(asTopic))),
    asked(filter.countries, (values) => overlaps('countries', values)),
    asked(filter.riskAreas, (values) => overlaps('riskAreas', values)),
    asked(filter.decisions, (values) => isIn('decision', values)),
    asked(filter.technologyAreas, (values) => overlaps('technologyAreas', values)),
    asked(filter.severities, (values) => isIn('severity', values)),
    publishedAfter ? isAfter('publishedAt', publishedAfter) : always,
    publishedBefore ? isBefore('publishedAt', publishedBefore) : always,
    mine === true ? isMine(principal) : mine === false ? not(isMine(principal)) : always,
    overdue === true ? late : overdue === false ? not(late) : always,
  );
}

/** Midnight UTC of the day: a document is overdue from the day after its reviewBy on. */
export function startOfDay(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()));
}

function asked<T extends string>(
  values: readonly T[] | null | undefined,
  ask: (values: T[]) => Predicate,
): Predicate {
  return values && values.length > 0 ? ask(values.filter(isWellFormed)) : always;
}

/** Topics are kept in lower case. */
function asTopic(topic: string): string {
  return topic.trim().toLowerCase();
}
