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

/**
 * Suggests titles and topics. For topics the server tells all those of the documents that have a fitting one,
 * out of which the fitting ones are taken here.
 */
export async function suggest(
  questions: Questions,
  { text, filter, limit }: SuggestRequest,
): Promise<SuggestResult> {
  const typed = typedBeginnings(text).slice(0, MOST_WORDS);
  if (typed.length === 0) return { titles: [], topics: [] };
  const question = (place: string): Question => ({
    q: typed.map((word) => `"${word}"`).join(' '),
    attributesToSearchOn: [place],
    filter: [filterText(filter)],
  });
  const [titles, topics] = await Promise.all([
    questions.titles({ ...question(BEGINNINGS.title), sort: NEWEST_FIRST }, limit),
    questions.union([question(BEGINNINGS.topics)], 0, [facetAttribute('TOPIC')]),
  ]);
  return {
    titles: titles.map(({ id, title }) => ({ id: decodeValue(id), title })),
    topics: countedFacets('TOPIC', topics.facets)
      .filter(({ value }) => fits(value, typed))
      .slice(0, limit),
  };
}

function fits(topic: string, typed: readonly string[]): boolean {
  const beginnings = new Set(beginningsOf(topic));
  return typed.every((word) => beginnings.has(word));
}
