import type { EngineHit, EnginePosition, EngineRequest, EngineResult, FacetRequest } from '../engine.ts';
import { countedFacets, facetAttribute } from './facets.ts';
import { decodeValue } from './fact-values.ts';
import { encodedIsNoneOf, encodedIsOneOf, filterText, type Filter } from './filter-text.ts';
import { Highlighter } from '../text/highlighter.ts';
import { queryOf, type Query } from '../text/query.ts';
import { IN_SEQUENCE } from './index-definition.ts';
import { behind, isTimePosition, NEWEST_FIRST, timePosition } from './listing.ts';
import { placesOf, textOf } from './query-terms.ts';
import type { Question, Questions, Union } from './questions.ts';
import { rankedHits, type Ranked } from './ranked.ts';

/** A hit before its texts are known. */
interface Placed extends Ranked {
  position: EnginePosition;
}

/**
 * Answers a search: the hits with the best scores first, and when they are used up, because the query has
 * none or the list is read on and on, all others by time.
 */
export async function find(questions: Questions, request: EngineRequest): Promise<EngineResult> {
  const typed = queryOf(request.text, request.synonyms);
  // Each of the synonyms finds like a word.
  const query = { ...typed, words: [...typed.words, ...typed.synonyms] };
  const filter = [filterText(request.filter)];
  if (query.finds === 'nothing') return resultOf(request, [], { total: 0, hits: [], facets: {} }, [], []);
  const [counts, ranked] = await Promise.all([
    countsOf(questions, query, request),
    query.finds === 'words' ? rankedHits(questions, query, filter) : [],
  ]);
  const wanted = request.limit + 1;
  const placed = rankedPage(ranked, request.after).slice(0, wanted);
  if (placed.length < wanted && counts[0]!.total > ranked.length) {
    const others = [...filter, encodedIsNoneOf('id', idsOf(ranked)), ...behind(request.after)];
    const listed = await questions.union(
      finding(query, others).map((question) => ({ ...question, sort: NEWEST_FIRST })),
      wanted - placed.length,
      [],
    );
    placed.push(...listed.hits.map((hit) => ({ id: hit.id, score: 0, position: timePosition(hit) })));
  }
  const page = placed.slice(0, request.limit);
  const hits = await withTexts(questions, query, page);
  return resultOf(request, hits, counts[0]!, counts, placed.slice(request.limit));
}

/** The questions that together find what the query finds. */
function finding(query: Query, filter: Filter): Question[] {
  if (query.phrases.length > 0) {
    return [{ q: textOf(query, ...query.phrases), attributesToSearchOn: IN_SEQUENCE, filter }];
  }
  if (query.words.length === 0) return [{ q: textOf(query), filter }];
  return query.words.map((word) => ({
    q: textOf(query, word),
    attributesToSearchOn: placesOf(word),
    filter,
  }));
}

/**
 * The total with the facets that count all hits, and one more of the kind for each facet, in its place,
 * that counts others.
 */
function countsOf(questions: Questions, query: Query, { filter, facets }: EngineRequest): Promise<Union[]> {
  const same = filterText(filter);
  const free = facets.filter((facet) => filterText(facet.filter) === same);
  return Promise.all([
    questions.union(finding(query, [same]), 0, free.map(attributeOf)),
    ...facets.map((facet) =>
      free.includes(facet)
        ? { hits: [], total: 0, facets: {} }
        : questions.union(finding(query, [filterText(facet.filter)]), 0, [attributeOf(facet)]),
    ),
  ]);
}

function attributeOf({ facet }: FacetRequest): string {
  return facetAttribute(facet);
}

function rankedPage(ranked: readonly Ranked[], after: EnginePosition | null): Placed[] {
  const placed = ranked.map(({ id, score }) => ({ id, score, position: [score, id] }));
  if (after === null) return placed;
  if (isTimePosition(after)) return [];
  const [score, id] = [Number(after[0]), String(after[1])];
  return placed.filter((hit) => hit.score < score || (hit.score === score && hit.id > id));
}

async function withTexts(questions: Questions, query: Query, page: readonly Placed[]): Promise<EngineHit[]> {
  if (page.length === 0) return [];
  const texts = await questions.texts([encodedIsOneOf('id', idsOf(page))], page.length);
  const highlighter = new Highlighter([...query.words, ...query.phrases]);
  const hits: EngineHit[] = [];
  for (const { id, score, position } of page) {
    const text = texts.get(id);
    // Removed between finding and reading.
    if (!text) continue;
    const { titleHighlighted, snippet } = highlighter.show(text);
    hits.push({
      id: decodeValue(id),
      revision: text.revision,
      score,
      titleHighlighted,
      snippet,
      position,
    });
  }
  return hits;
}

function resultOf(
  { facets }: EngineRequest,
  hits: EngineHit[],
  { total, facets: free }: Union,
  counts: readonly Union[],
  more: readonly Placed[],
): EngineResult {
  return {
    hits,
    hasMore: more.length > 0,
    total,
    totalIsExact: true,
    // Each in the one of the answers that was asked for it.
    facets: facets.map(({ facet }, index) => ({
      facet,
      counts: countedFacets(facet, { ...free, ...counts[index + 1]?.facets }),
    })),
    correctedQuery: null,
  };
}

function idsOf(hits: readonly { id: string }[]): string[] {
  return hits.map(({ id }) => id);
}
