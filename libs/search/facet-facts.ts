import type { DocumentFacts } from '#access';
import type { SearchFacet } from './engine.ts';

/** Which fact of a document a facet counts; YEAR counts the year of it, UTC. */
export const FACET_FACTS = {
  KIND: 'kind',
  INSTITUTION: 'ownerId',
  TOPIC: 'topics',
  COUNTRY: 'countries',
  RISK_AREA: 'riskAreas',
  DECISION: 'decision',
  TECHNOLOGY_AREA: 'technologyAreas',
  COLLABORATION_TYPE: 'collaborationType',
  SEVERITY: 'severity',
  PARTNER: 'partnerIds',
  YEAR: 'publishedAt',
} as const satisfies Record<SearchFacet, keyof DocumentFacts>;

/** How many values of a facet are told. */
const MOST_VALUES = 100;

/** A facet's values: the most frequent first, then by value. */
export function facetCounts(counts: Iterable<readonly [string, number]>): { value: string; count: number }[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_VALUES);
}
