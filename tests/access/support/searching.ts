import { clientOf, type Sender } from './document-actions.ts';

/** Everything that a search answers, apart from how long it took. */
export interface Found {
  ids: string[];
  total: number;
  answer: Record<string, any>;
}

const FACETS =
  'KIND INSTITUTION TOPIC COUNTRY RISK_AREA DECISION TECHNOLOGY_AREA COLLABORATION_TYPE SEVERITY YEAR'.split(
    ' ',
  );

const SEARCH = `query ($query: String!, $first: Int, $after: String, $filter: DocumentFilter, $facets: [SearchFacet!]) {
  search(query: $query, first: $first, after: $after, filter: $filter, facets: $facets) {
    total totalIsExact engine correctedQuery
    edges { cursor node { score titleHighlighted snippet document { id title summary state institution { id } } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    facets { facet counts { value label count } }
  }
}`;

/** Searches with all facets. */
export async function search(sender: Sender, query: string, more: object = {}): Promise<Found> {
  const { search: answer } = await clientOf(sender).ask(SEARCH, { query, facets: FACETS, ...more });
  const ids = answer.edges.map((edge: { node: { document: { id: string } } }) => edge.node.document.id);
  return { ids, total: answer.total, answer };
}

/** The counts of one facet, by value. */
export function counts({ answer }: Found, facet: string): Record<string, number> {
  const found = answer.facets.find((one: { facet: string }) => one.facet === facet);
  return Object.fromEntries(
    found.counts.map((one: { value: string; count: number }) => [one.value, one.count]),
  );
}
