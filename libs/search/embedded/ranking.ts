import type { TextField } from './index-file.ts';

/**
 * Okapi BM25 with weighted fields (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple
 * weighted fields"): an occurrence in the title counts as three in the body. Constants and weights are
 * those that did best on SciFact (nDCG@10 0.70); the surroundings are flat.
 */
const SATURATION = 1.5;
const LENGTH_NORMALISATION = 0.75;
const FIELD_WEIGHTS: Record<TextField, number> = { title: 3, summary: 1.5, topics: 1.5, body: 1 };
/** What the words of a compound in a row add to the rank, relative to a word. */
export const COMPOUND_WEIGHT = 0.25;
/** The least collection size that is assumed; see `assumedCollection`. */
const LEAST_COLLECTION = 1024;

/** The weight of an occurrence in a field. */
export function weightOf(field: TextField): number {
  return FIELD_WEIGHTS[field];
}

/**
 * The collection size for ranking: the next power of two. How rare a word is, is counted in the documents
 * that the caller may read and nowhere else: BM25 over all documents would let a score, and the order of
 * two readable hits, tell how often a word occurs in unreadable ones. All that a rank knows of the
 * unreadable is this order of magnitude of their number.
 */
function assumedCollection(documents: number): number {
  return Math.max(LEAST_COLLECTION, 2 ** Math.ceil(Math.log2(Math.max(1, documents))));
}

/** Adds up the scores of a list of candidates, term by term. */
export class Ranking {
  readonly scores: Float64Array;
  readonly #frequencies: Float64Array;
  /** What a candidate's length does to the frequency at which a term counts half. */
  readonly #halfway: Float64Array;
  readonly #collection: number;

  /** `lengths` of the candidates in characters; `documents` is the number of all documents in the index. */
  constructor(lengths: readonly number[], documents: number) {
    this.scores = new Float64Array(lengths.length);
    this.#frequencies = new Float64Array(lengths.length);
    this.#collection = assumedCollection(documents);
    const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    this.#halfway = Float64Array.from(
      lengths,
      (length) =>
        SATURATION * (1 - LENGTH_NORMALISATION + (LENGTH_NORMALISATION * length) / Math.max(1, average)),
    );
  }

  /**
   * Adds one term. `occurrences` alternates candidate and weight, once per occurrence; `importance` is
   * relative to a word of the query. Rarity is Lucene's form of the inverse document frequency, which is
   * never negative.
   */
  addTerm(occurrences: readonly number[], importance: number): void {
    const found: number[] = [];
    for (let at = 0; at < occurrences.length; at += 2) {
      const candidate = occurrences[at]!;
      if (this.#frequencies[candidate] === 0) found.push(candidate);
      this.#frequencies[candidate]! += occurrences[at + 1]!;
    }
    const rarity = Math.log(1 + (this.#collection - found.length + 0.5) / (found.length + 0.5));
    for (const candidate of found) {
      const frequency = this.#frequencies[candidate]!;
      const share = (frequency * (SATURATION + 1)) / (frequency + this.#halfway[candidate]!);
      this.scores[candidate]! += importance * rarity * share;
      this.#frequencies[candidate] = 0;
    }
  }
}

/** The first `size` of the items in the order of `compare`, without sorting the rest. */
export function firstOf<T>(items: Iterable<T>, size: number, compare: (a: T, b: T) => number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length === size && (size === 0 || compare(item, first[size - 1]!) >= 0)) continue;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(first[middle]!, item) <= 0) low = middle + 1;
      else high = middle;
    }
    first.splice(low, 0, item);
    if (first.length > size) first.pop();
  }
  return first;
}
