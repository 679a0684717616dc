import type { SuggestRequest, SuggestResult } from '../engine.ts';
import { beginningsOf, typedBeginnings } from './beginnings.ts';
import { countedFacets, facetAttribute } from './facets.ts';
import { decodeValue } from './fact-values.ts';
import { filterText } from './filter-text.ts';
import { BEGINNINGS } from './index-definition.ts';
import { NEWEST_FIRST } from './listing.ts';
import type { Question, Questions } from './questions.ts';

/** Meilisearch reads ten terms of a query. */
const MOST_WORDS = 10;
/** Of titles that begin with the first word typed, the newest so many are looked through for the others. */
const LOOKED_THROUGH = 100;

/**
 * Titles that begin with what is typed, then those that have it further on, the newest first; and topics,
 * of which the server tells all those of the documents that have a fitting one.
 */
export async function suggest(
  questions: Questions,
  { text, filter, limit }: SuggestRequest,
): Promise<SuggestResult> {
  const typed = typedBeginnings(text).slice(0, MOST_WORDS);
  if (typed.length === 0) return { titles: [], topics: [] };
  const question = (place: string, words: readonly string[]): Question => ({
    q: words.map((word) => `"${word}"`).join(' '),
    attributesToSearchOn: [place],
    filter: [filterText(filter)],
  });
  const newest = { sort: NEWEST_FIRST };
  const [first, others, topics] = await Promise.all([
    questions.titles({ ...question(BEGINNINGS.start, typed.slice(0, 1)), ...newest }, LOOKED_THROUGH),
    questions.titles({ ...question(BEGINNINGS.title, typed), ...newest }, limit),
    questions.union([question(BEGINNINGS.topics, typed)], 0, [facetAttribute('TOPIC')]),
  ]);
  const titles = new Map(
    [...first.filter(({ title }) => fits(title, typed)), ...others].map((found) => [found.id, found]),
  );
  return {
    titles: [...titles.values()].slice(0, limit).map(({ id, title }) => ({ id: decodeValue(id), title })),
    topics: countedFacets('TOPIC', topics.facets)
      .filter(({ value }) => fits(value, typed))
      .slice(0, limit),
  };
}

function fits(text: string, typed: readonly string[]): boolean {
  const beginnings = new Set(beginningsOf(text));
  return typed.every((word) => beginnings.has(word));
}
