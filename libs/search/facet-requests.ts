import { and, maySeeAttribution, type Predicate, type Principal } from '#access';
import type { DocumentFilter } from '#documents';
import type { FacetRequest, SearchFacet } from './engine.ts';

/** By what in the filter a value of a facet is chosen. */
const CHOICES: Partial<Record<SearchFacet, keyof DocumentFilter>> = {
  KIND: 'kinds',
  INSTITUTION: 'institutionIds',
  TOPIC: 'topics',
  COUNTRY: 'countries',
  RISK_AREA: 'riskAreas',
  DECISION: 'decisions',
  TECHNOLOGY_AREA: 'technologyAreas',
  SEVERITY: 'severities',
  PARTNER: 'partnerIds',
};

/**
 * What is to be counted: `all` is the filter of the hits, `within` makes the one of another choice. An
 * institution is counted only where the principal may see it.
 */
export function facetRequests(
  principal: Principal,
  { facets, filter: chosen }: { facets?: readonly SearchFacet[] | null; filter?: DocumentFilter | null },
  all: Predicate,
  within: (chosen: DocumentFilter) => Predicate,
): FacetRequest[] {
  return [...new Set(facets)].map((facet) => {
    const countedIn = chosen ? withoutOwnChoice(facet, chosen, all, within) : all;
    return {
      facet,
      filter: facet === 'INSTITUTION' ? and(countedIn, maySeeAttribution(principal)) : countedIn,
    };
  });
}

/**
 * A facet is counted as if nothing had been chosen in it, so that its other values can be chosen as well;
 * what is chosen in the others counts.
 */
function withoutOwnChoice(
  facet: SearchFacet,
  filter: DocumentFilter,
  all: Predicate,
  within: (filter: DocumentFilter) => Predicate,
): Predicate {
  const choice = CHOICES[facet];
  return choice && filter[choice] ? within({ ...filter, [choice]: null }) : all;
}
