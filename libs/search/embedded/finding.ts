import type { EngineHit, EnginePosition, EngineRequest, EngineResult, Foretell } from '../engine.ts';
import { facetCounts } from '../facet-facts.ts';
import { dayOf } from '../signals.ts';
import { Highlighter } from '../text/highlighter.ts';
import { correctedText } from '../text/correction.ts';
import { queryOf, type Query } from '../text/query.ts';
import type { Catalogue } from './catalogue.ts';
import type { DocumentSet } from './columns.ts';
import type { HitTextReader } from './hit-texts.ts';
import { intersect, sizeOf } from './matching.ts';
import { orderPosition, statisticsIn } from './positions.ts';
import { firstOf, Ranking, rarityOf, type Statistics } from './ranking.ts';
import type { TermIndex } from './term-matches.ts';
import { countIn, understood, type FoundTerm, type Understood } from './understanding.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The earliest moment that a Date can hold, in milliseconds. */
const NEVER = -8.64e15;

/** Everything a search reads. */
export interface Sources {
  catalogue: Catalogue;
  terms: TermIndex;
  vocabulary: Vocabulary;
  texts: HitTextReader;
}

/** What is in which order: a key for every document of the set, the greatest first. */
interface Order {
  keys: ArrayLike<number>;
  day: number;
  statistics: Statistics | null;
}

/** Answers a search from the index as it is at this moment; `foretell` hears what is found before it is marked up. */
export function find(sources: Sources, request: EngineRequest, foretell?: Foretell): EngineResult {
  const { catalogue } = sources;
  const query = queryOf(request.text, request.synonyms);
  if (query.finds === 'nothing') return nothing(request);
  const matching = catalogue.facts.matching();
  const allowed = matching(request.filter);
  const meant = understood(
    query,
    sources.terms,
    sources.vocabulary,
    once(() => matching(request.readable)),
  );
  const matched = matchedBy(meant, query, catalogue.facts.size);
  const candidates = intersect(matched.slice(), allowed);
  const order =
    query.finds === 'words'
      ? ranked(catalogue, meant, candidates, allowed, request)
      : { keys: newestFirst(catalogue, candidates), day: 0, statistics: null };
  const behind = pageOf(catalogue, candidates, order, request);
  const page = behind.slice(0, request.limit);
  foretell?.(page.map((number) => catalogue.facts.ids[number]!));
  const marked = [...meant.words, ...meant.phrases].flatMap((term) => term.marked);
  return {
    hits: hitsOf(sources, new Highlighter(marked), order, page),
    hasMore: behind.length > page.length,
    total: sizeOf(candidates),
    totalIsExact: true,
    facets: request.facets.map(({ facet, filter }) => ({
      facet,
      counts: facetCounts(
        catalogue.facts.count(
          facet,
          filter === request.filter ? candidates : intersect(matching(filter), matched),
        ),
      ),
    })),
    correctedQuery: correctedText(request.text, meant.corrections),
  };
}

/** The documents that have what is looked for, readable or not. */
function matchedBy({ words, phrases, excluded }: Understood, query: Query, size: number): DocumentSet {
  const set = new Uint8Array(size);
  if (query.finds === 'everything') set.fill(1);
  else if (phrases.length > 0) {
    const counts = new Uint8Array(size);
    for (const { matches } of phrases) for (const number of matches.numbers) counts[number]! += 1;
    for (let number = 0; number < size; number++) set[number] = counts[number] === phrases.length ? 1 : 0;
  } else {
    // A loop by index: the iterator of a list takes several times as long.
    for (const { numbers } of words.map(({ matches }) => matches)) {
      for (let at = 0; at < numbers.length; at++) set[numbers[at]!] = 1;
    }
  }
  for (const { numbers } of excluded) for (const number of numbers) set[number] = 0;
  return set;
}

function ranked(
  catalogue: Catalogue,
  { words, phrases, compounds }: Understood,
  candidates: DocumentSet,
  allowed: DocumentSet,
  { after, moment }: EngineRequest,
): Order {
  const terms = [...words, ...phrases, ...compounds];
  const statistics = statisticsIn(after, terms.length) ?? counted(catalogue, terms, candidates, allowed);
  const day = after === null ? dayOf(moment) : Number(after[2] ?? dayOf(moment));
  const ranking = new Ranking(catalogue.lengths, statistics.averageLength);
  terms.forEach(({ matches, importance }, index) =>
    ranking.add(matches, candidates, statistics.rarities[index]! * importance),
  );
  const keys = ranking.scores;
  const factors = catalogue.factors(day);
  for (let number = 0; number < keys.length; number++) keys[number]! *= factors[number]!;
  return { keys, day, statistics };
}

function counted(
  { lengths }: Catalogue,
  terms: readonly FoundTerm[],
  candidates: DocumentSet,
  allowed: DocumentSet,
): Statistics {
  let length = 0;
  for (let number = 0; number < candidates.length; number++) length += candidates[number]! * lengths[number]!;
  const readable = sizeOf(allowed);
  return {
    averageLength: Math.round(length / Math.max(1, sizeOf(candidates))),
    rarities: terms.map(({ matches }) => rarityOf(countIn(matches, allowed), readable)),
  };
}

function newestFirst(catalogue: Catalogue, candidates: DocumentSet): Float64Array {
  const keys = new Float64Array(candidates.length);
  for (let number = 0; number < keys.length; number++) {
    if (candidates[number] === 1) keys[number] = catalogue.facts.moment('publishedAt', number) ?? NEVER;
  }
  return keys;
}

/** The candidates with the greatest keys behind the position, equal keys by id: one more than asked for. */
function pageOf(
  catalogue: Catalogue,
  candidates: DocumentSet,
  { keys }: Order,
  { after, limit }: EngineRequest,
): number[] {
  const { ids } = catalogue.facts;
  const compare = (key: number, id: string, otherKey: number, otherId: string) =>
    otherKey - key || (id < otherId ? -1 : id > otherId ? 1 : 0);
  const behind: number[] = [];
  const [afterKey, afterId] = after === null ? [Infinity, ''] : placeOf(catalogue, keys, after);
  for (let number = 0; number < candidates.length; number++) {
    if (candidates[number] === 1 && compare(keys[number]!, ids[number]!, afterKey, afterId) > 0)
      behind.push(number);
  }
  return firstOf(behind, limit + 1, (a, b) => compare(keys[a]!, ids[a]!, keys[b]!, ids[b]!));
}

/** A position of another engine has no key of ours: then it goes on behind the same document. */
function placeOf(catalogue: Catalogue, keys: ArrayLike<number>, [key, id]: EnginePosition): [number, string] {
  if (typeof key === 'number') return [key, String(id)];
  const number = catalogue.facts.numberOf(String(id));
  return number === null ? [Infinity, ''] : [keys[number]!, String(id)];
}

function hitsOf(
  { catalogue, texts }: Sources,
  highlighter: Highlighter,
  { keys, day, statistics }: Order,
  page: readonly number[],
): EngineHit[] {
  return page.map((number) => {
    const id = catalogue.facts.ids[number]!;
    const key = keys[number]!;
    return {
      id,
      revision: catalogue.revisions[number]!,
      score: statistics === null ? 0 : key,
      ...highlighter.show(texts.read(number)),
      position: orderPosition(key, id, day, statistics),
    };
  });
}

function nothing({ facets }: EngineRequest): EngineResult {
  return {
    hits: [],
    hasMore: false,
    total: 0,
    totalIsExact: true,
    facets: facets.map(({ facet }) => ({ facet, counts: [] })),
    correctedQuery: null,
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
