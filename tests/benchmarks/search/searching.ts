import type { Api } from '../support/api.ts';
import { latency, median, medianLatency, type Latency } from '../support/statistics.ts';
import { QUERY_KINDS, type Asked, type QueryKind } from './queries.ts';

export const FACETS = ['KIND', 'INSTITUTION', 'TOPIC'] as const;
export const HITS = 20;

/** What a list of hits shows. */
export const SEARCH = `query($query: String!, $filter: DocumentFilter!) {
  search(query: $query, first: ${HITS}, filter: $filter, facets: [${FACETS.join(', ')}]) {
    total engine correctedQuery
    facets { facet counts { value label count } }
    edges { cursor node { score titleHighlighted snippet document { id kind title publishedAt } } }
  } }`;

export interface SearchedKind extends Latency {
  /** Median of the number of documents found. */
  total: number;
}

export type SearchFigures = Record<QueryKind | 'all', SearchedKind>;

interface Answered {
  kind: QueryKind;
  milliseconds: number;
  total: number;
}

/** Works the queries off with so many callers at once, each of whom asks again when answered. */
export async function search(
  apis: readonly Api[],
  queries: readonly Asked[],
  callers: number,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  let next = 0;
  const call = async (): Promise<void> => {
    for (let index = next++; index < queries.length; index = next++) {
      const { kind, text, filter } = queries[index]!;
      // A query's reader is the same in every run, with however many callers.
      const api = apis[index % apis.length]!;
      const { data, milliseconds } = await api.timed(SEARCH, { query: text, filter });
      answered.push({ kind, milliseconds, total: data.search.total });
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return answered;
}

/** The figures by kind of query: medians of the runs' percentiles. */
export function figuresOf(runs: readonly (readonly Answered[])[]): SearchFigures {
  const of = (wanted: (answer: Answered) => boolean): SearchedKind => ({
    ...medianLatency(runs.map((run) => latency(run.filter(wanted).map((answer) => answer.milliseconds)))),
    total: median(runs.flatMap((run) => run.filter(wanted).map((answer) => answer.total))),
  });
  const kinds = QUERY_KINDS.map((kind) => [kind, of((answer) => answer.kind === kind)]);
  return { ...Object.fromEntries(kinds), all: of(() => true) } as SearchFigures;
}
