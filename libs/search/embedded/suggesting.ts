import type { SuggestRequest, SuggestResult } from '../engine.ts';
import type { Catalogue } from './catalogue.ts';
import { firstOf } from './ranking.ts';

const NEVER = -8.64e15;

/** Titles that begin with what is typed, then those that have it further on, the newest first; and topics. */
export function suggest(catalogue: Catalogue, { text, filter, limit }: SuggestRequest): SuggestResult {
  const { facts } = catalogue;
  const readable = facts.matching()(filter);
  const newest = (a: number, b: number) =>
    (facts.moment('publishedAt', b) ?? NEVER) - (facts.moment('publishedAt', a) ?? NEVER) || a - b;
  const { first, others } = catalogue.titles.find(text, readable);
  const chosen = firstOf(first, limit, newest);
  if (chosen.length < limit) chosen.push(...firstOf(others, limit - chosen.length, newest));
  const counts = facts.count('TOPIC', readable);
  const topics = catalogue.topics
    .find(text, counts.keys())
    .map((value) => ({ value, count: counts.get(value)! }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    titles: chosen.map((number) => ({ id: facts.ids[number]!, title: catalogue.titleOf(number) })),
    topics: topics.slice(0, limit),
  };
}
