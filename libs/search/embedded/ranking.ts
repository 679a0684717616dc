import type { DocumentSet } from './columns.ts';
import type { Matches } from './term-matches.ts';

/**
 * Okapi BM25 with weighted fields (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple
 * weighted fields"): an occurrence in the title counts as three in the body. The constants did best on
 * SciFact; their surroundings are flat.
 */
const SATURATION = 1.5;
const LENGTH_NORMALISATION = 0.75;
/** The collection size that is assumed at least, so that in a small one rare and common words still differ. */
const LEAST_COLLECTION = 1_024;

/** What a rank takes from all documents together. Later pages of a search use that of the first. */
export interface Statistics {
  /** Average number of words of what was found. */
  averageLength: number;
  /** By term. */
  rarities: number[];
}

/**
 * How much it says that a document has a term: Lucene's form of the inverse document frequency, which is
 * never negative. `found` and `readable` count documents that the caller may read and no others: a score
 * must not tell how often a word occurs in the rest. Rounded, since it travels in cursors.
 */
export function rarityOf(found: number, readable: number): number {
  const collection = Math.max(LEAST_COLLECTION, readable);
  return Math.round(Math.log(1 + (collection - found + 0.5) / (found + 0.5)) * 1_000) / 1_000;
}

/** Adds up the scores of documents, term by term. */
export class Ranking {
  readonly scores: Float64Array;
  readonly #lengths: readonly number[];
  readonly #averageLength: number;

  constructor(lengths: readonly number[], averageLength: number) {
    this.scores = new Float64Array(lengths.length);
    this.#lengths = lengths;
    this.#averageLength = Math.max(1, averageLength);
  }

  /** Adds a term for those in `set`; `worth` is its rarity by its importance. */
  add({ numbers, weights }: Matches, set: DocumentSet, worth: number): void {
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at]!;
      if (set[number] === 0) continue;
      const weight = weights[at]!;
      const length = LENGTH_NORMALISATION * (this.#lengths[number]! / this.#averageLength);
      const halfway = SATURATION * (1 - LENGTH_NORMALISATION + length);
      this.scores[number]! += (worth * weight * (SATURATION + 1)) / (weight + halfway);
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
