import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  EngineHit,
  EnginePosition,
  EngineRequest,
  EngineResult,
  FacetRequest,
  Foretell,
} from '../engine.ts';
import { countedFacets, facetAttribute } from './facets.ts';
import { decodeValue, encodeValue } from './fact-values.ts';
import { encodedIsNoneOf, encodedIsOneOf, filterText, type Filter } from './filter-text.ts';
import { dayOf } from '../signals.ts';
import { correctedText } from '../text/correction.ts';
import { Highlighter } from '../text/highlighter.ts';
import { queryOf, type Query } from '../text/query.ts';
import { IN_SEQUENCE } from './index-definition.ts';
import { behind, isTimePosition, NEWEST_FIRST, timeKey } from './listing.ts';
import { placesOf, textOf } from './query-terms.ts';
import type { Question, Questions, Union } from './questions.ts';
import { rankedHits, type Basis, type Ranked, type Ranking } from './ranked.ts';
import { understood } from './understanding.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Above this length, other work gets a turn before a text is read. */
const LONG_TEXT = 20_000;

/** A hit before its texts are known; `key` is its place in the order. */
interface Placed extends Ranked {
  key: number;
}

/**
 * Answers a search: the hits with the best scores first, and when they are used up, because the query has
 * none or the list is read on and on, all others by time. `foretell` hears what is found before its texts are
 * fetched and marked up.
 */
export async function find(
  questions: Questions,
  vocabulary: Vocabulary,
  request: EngineRequest,
  foretell?: Foretell,
): Promise<EngineResult> {
  const { after } = request;
  const typed = withSynonyms(queryOf(request.text, request.synonyms));
  if (typed.finds === 'nothing') return resultOf(request, NOTHING, []);
  const { query, corrections } = await understood(questions, vocabulary, typed, [
    filterText(request.readable),
  ]);
  const filter = [filterText(request.filter)];
  const basis = basisOf(request);
  const counting = countsOf(questions, query, request);
  // Waited for later: should it fail first, that must not end the process.
  counting.catch(() => undefined);
  const ranking = await (query.finds === 'words' ? rankedHits(questions, query, filter, basis) : UNRANKED);
  const wanted = request.limit + 1;
  const placed = rankedPage(ranking.hits, after).slice(0, wanted);
  if (placed.length < wanted && (await counting)[0]!.total > ranking.hits.length) {
    const others = [...filter, encodedIsNoneOf('id', idsOf(ranking.hits)), ...behind(after)];
    placed.push(...(await byTime(questions, finding(query, others), wanted - placed.length)));
  }
  const page = placed.slice(0, request.limit);
  foretell?.(page.map(({ id }) => decodeValue(id)));
  const [counts, hits] = await Promise.all([
    counting,
    withTexts(questions, query, page, [basis.day, ...ranking.rarities]),
  ]);
  return resultOf(request, counts[0]!, counts, {
    hits,
    hasMore: placed.length > request.limit,
    correctedQuery: correctedText(request.text, corrections),
  });
}

async function byTime(questions: Questions, asked: readonly Question[], limit: number): Promise<Placed[]> {
  const sorted = asked.map((question) => ({ ...question, sort: NEWEST_FIRST }));
  const { hits } = await questions.union(sorted, limit, []);
  return hits.map((hit) => ({ id: hit.id, score: 0, key: timeKey(hit) }));
}

/**
 * Each of the synonyms finds like a word. The server cannot say of several which one a document has most
 * heavily, so they share their weight; a document that has all of them is not to drown the rest of the query.
 */
function withSynonyms(query: Query): Query {
  const share = 1 / Math.sqrt(query.synonyms.length);
  const names = query.synonyms.map((term) => ({ ...term, importance: term.importance * share }));
  return { ...query, words: [...query.words, ...names] };
}

const NOTHING: Union = { hits: [], total: 0, facets: {} };
const UNRANKED: Ranking = { hits: [], rarities: [] };

/** A later page is worked out by what the first one knew. */
function basisOf({ after, moment }: EngineRequest): Basis {
  if (after === null) return { rarities: null, day: dayOf(moment) };
  return { rarities: after.slice(3).map(Number), day: Number(after[2]) };
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
  const placed = ranked.map((hit) => ({ ...hit, key: hit.score }));
  if (after === null) return placed;
  if (isTimePosition(after)) return [];
  const [score, id] = [Number(after[0]), encodeValue(String(after[1]))];
  return placed.filter((hit) => hit.score < score || (hit.score === score && hit.id > id));
}

async function withTexts(
  questions: Questions,
  query: Query,
  page: readonly Placed[],
  basis: readonly number[],
): Promise<EngineHit[]> {
  if (page.length === 0) return [];
  const texts = await questions.texts([encodedIsOneOf('id', idsOf(page))], page.length);
  const highlighter = new Highlighter([...query.words, ...query.phrases]);
  const hits: EngineHit[] = [];
  for (const { id: encoded, score, key } of page) {
    const text = texts.get(encoded);
    // Removed between finding and reading.
    if (!text) continue;
    // Reading a long text takes its time, which must not add up with that of other hits.
    if (text.body.length > LONG_TEXT) await nextTurn();
    const id = decodeValue(encoded);
    hits.push({
      id,
      revision: text.revision,
      score,
      ...highlighter.show(text),
      position: [key, id, ...basis],
    });
  }
  return hits;
}

function resultOf(
  { facets }: EngineRequest,
  { total, facets: free }: Union,
  counts: readonly Union[],
  found: Pick<EngineResult, 'hits' | 'hasMore' | 'correctedQuery'> = {
    ...{ hits: [], hasMore: false, correctedQuery: null },
  },
): EngineResult {
  return {
    ...found,
    total,
    totalIsExact: true,
    // Each in the one of the answers that was asked for it.
    facets: facets.map(({ facet }, index) => ({
      facet,
      counts: countedFacets(facet, { ...free, ...counts[index + 1]?.facets }),
    })),
  };
}

function idsOf(hits: readonly { id: string }[]): string[] {
  return hits.map(({ id }) => id);
}
