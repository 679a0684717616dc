import type { FacetRequest, SearchFacet } from '../engine.ts';
import { decodeValue, FACT_COLUMNS, itemsOf } from './fact-columns.ts';
import { filterSql, type Parameters } from './filter-sql.ts';

/** How many values of a facet are told. */
const MOST_VALUES = 100;

/** Which fact a facet counts. */
const FACET_FACTS = {
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
} as const satisfies Record<SearchFacet, keyof typeof FACT_COLUMNS>;

export interface ValueCount {
  value: string;
  count: number;
}

/** The column to select for a facet: null where the document does not count. */
export function facetColumn({ facet, where }: FacetRequest, parameters: Parameters): string {
  const column = `d.${FACET_FACTS[facet]}`;
  return where.op === 'always' ? column : `CASE WHEN ${filterSql(where, parameters)} THEN ${column} END`;
}

/** Counts a facet's values over what `facetColumn` selected: the most frequent first, then by value. */
export function countValues(facet: SearchFacet, cells: Iterable<unknown>): ValueCount[] {
  const isList = FACT_COLUMNS[FACET_FACTS[facet]] === 'list';
  const counts = new Map<unknown, number>();
  for (const cell of cells) {
    const values =
      typeof cell === 'number' ? [yearOf(cell)] : isList && typeof cell === 'string' ? itemsOf(cell) : [cell];
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  counts.delete(null);
  return [...counts]
    .map(([value, count]) => ({ value: decodeValue(String(value)), count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_VALUES);
}

/** `moment` in milliseconds. */
function yearOf(moment: number): string {
  return String(new Date(moment).getUTCFullYear());
}
