import type { SearchFacet } from '../engine.ts';
import { decodeValue } from './fact-values.ts';

/** How many values of a facet are told. */
const MOST_VALUES = 100;

/** The attribute that a facet counts. */
const ATTRIBUTES: Record<SearchFacet, string> = {
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
  YEAR: 'year',
};

export function facetAttribute(facet: SearchFacet): string {
  return ATTRIBUTES[facet];
}

/** A facet's values out of the counts by attribute: the most frequent first, then by value. */
export function countedFacets(
  facet: SearchFacet,
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>,
): { value: string; count: number }[] {
  return Object.entries(counts[facetAttribute(facet)] ?? {})
    .map(([value, count]) => ({ value: decodeValue(value), count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_VALUES);
}
