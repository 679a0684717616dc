import type { SuggestRequest, SuggestResult } from '../engine.ts';
import { atStart, beginningsOf, typedBeginnings } from './beginnings.ts';
import { countedFacets, facetAttribute } from './facets.ts';
import { decodeValue } from './fact-values.ts';
import { filterText } from './filter-text.ts';
import { BEGINNINGS } from './index-definition.ts';
import { NEWEST_FIRST } from './listing.ts';
import type { Question, Questions } from './questions.ts';

/** Meilisearch reads ten terms of a query. */
const MOST_WORDS = 10;

/**
 * Titles that begin with the first word typed and have the others, then those that have them all further on,
 * the newest first; and topics, of which the server tells all those of the documents that have a fitting one.
 */
export async function suggest(
  questions: Questions,
  { text, filter, limit }: SuggestRequest,
): Promise<SuggestResult> {
  const typed = typedBeginnings(text).slice(0, MOST_WORDS);
  const [first, ...others] = typed;
  if (first === undefined) return { titles: [], topics: [] };
  const question = (place: string, words: readonly string[]): Question => ({
    q: words.map((word) => `"${word}"`).join(' '),
    attributesToSearchOn: [place],
    filter: [filterText(filter)],
  });
  const newest = (words: readonly string[]) =>
    questions.titles({ ...question(BEGINNINGS.title, words), sort: NEWEST_FIRST }, limit);
  const [beginning, having, topics] = await Promise.all([
    newest([atStart(first), ...others]),
    newest(typed),
    questions.union([question(BEGINNINGS.topics, typed)], 0, [facetAttribute('TOPIC')]),
  ]);
  const titles = new Map([...beginning, ...having].map((found) => [found.id, found]));
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
