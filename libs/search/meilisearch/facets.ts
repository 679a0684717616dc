import type { SearchFacet } from '../engine.ts';
import { FACET_FACTS, facetCounts } from '../facet-facts.ts';
import { decodeValue } from './fact-values.ts';

/** The attribute that a facet counts. */
export function facetAttribute(facet: SearchFacet): string {
  return facet === 'YEAR' ? 'year' : FACET_FACTS[facet];
}

/** A facet's values out of the counts by attribute. */
export function countedFacets(
  facet: SearchFacet,
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>,
): { value: string; count: number }[] {
  const own = Object.entries(counts[facetAttribute(facet)] ?? {});
  return facetCounts(own.map(([value, count]) => [decodeValue(value), count]));
}
