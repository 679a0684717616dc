import type { DocumentFilter } from '#documents';
import { wordsOf, type Corpus } from './corpus.ts';

export interface Asked {
  kind: QueryKind;
  text: string;
  filter: DocumentFilter;
}

type Draw = <T>(items: readonly T[]) => T;
const TRIES = 50;

/** A query of each kind, drawn from the repository's own words. */
const KINDS = {
  'rare word': ({ words }, draw) => draw(words.rare),
  'middling word': ({ words }, draw) => draw(words.middle),
  'common word': ({ words }, draw) => draw(words.common),
  'two or three words': ({ texts }, draw) => inARow(wordsOf(draw(texts).title), draw([2, 3]), draw).join(' '),
  'quoted phrase': ({ texts }, draw) => `"${inARow(wordsOf(draw(texts).summary), 3, draw).join(' ')}"`,
  'long question': ({ texts }, draw) =>
    `What should we know about ${inARow(wordsOf(draw(texts).body), 20, draw).join(' ')}?`,
  'typing error': (corpus, draw) => unknown(corpus, () => swapped(draw(corpus.words.middle), draw)),
  'unfinished word': (corpus, draw) =>
    `${draw(corpus.words.common)} ${unknown(corpus, () => draw(corpus.words.middle).slice(0, 5))}`,
} satisfies Record<string, (corpus: Corpus, draw: Draw) => string>;

export type QueryKind = keyof typeof KINDS;
export const QUERY_KINDS = Object.keys(KINDS) as QueryKind[];

/** Every third query is filtered by kind, every third by country. */
const FILTERS: readonly DocumentFilter[] = [{}, { kinds: ['CASE_STUDY'] }, { countries: ['CN', 'US', 'DE'] }];

/** `count` queries of each kind, mixed; another `seed` draws others, the same one always the same. */
export function queriesOf(corpus: Corpus, count: number, seed: number): Asked[] {
  const random = randomOf(seed);
  const draw: Draw = (items) => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('the repository has too few words to draw queries from');
    return item;
  };
  return Array.from({ length: count }, (_, round) =>
    QUERY_KINDS.map((kind) => ({
      kind,
      text: KINDS[kind](corpus, draw),
      filter: FILTERS[round % FILTERS.length]!,
    })),
  ).flat();
}

function inARow(words: readonly string[], count: number, draw: Draw): string[] {
  const starts = Array.from({ length: Math.max(1, words.length - count + 1) }, (_, start) => start);
  const start = draw(starts);
  return words.slice(start, start + count);
}

/** Two neighbouring letters in the middle change places. */
function swapped(word: string, draw: Draw): string {
  const places = Array.from({ length: word.length - 3 }, (_, place) => place + 1);
  const at = draw(places.filter((place) => word[place] !== word[place + 1]));
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

/** The first that is made and is no word. */
function unknown({ has }: Corpus, make: () => string): string {
  for (let tries = 0; tries < TRIES; tries++) {
    const word = make();
    if (!has(word)) return word;
  }
  throw new Error('every word that was made up is one');
}

/** Mulberry32: numbers from 0 to 1 that are the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
