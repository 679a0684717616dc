import { FIELD_WEIGHTS, type TextField } from '../text/fields.ts';

/**
 * How much an occurrence of a word says about a document, after Okapi BM25 with weighted fields (see the
 * embedded engine's ranking). Meilisearch knows neither how often a word occurs nor how long a text is, so
 * this part of BM25 is worked out when a document is indexed, and kept as one of a few levels; the other,
 * how rare the word is among what the caller may read, when somebody searches. Nothing here depends on
 * other documents.
 */
const SATURATION = 1.5;
const LENGTH_NORMALISATION = 0.75;
/** Words of a document of ordinary length. */
const ORDINARY_LENGTH = 250;
const GREATEST_SHARE = SATURATION + 1;

export const LEVELS = 16;
/** From one level to the next. */
const STEP = 0.8;

/** The level of a word: 0 says the most. `frequency` is the sum of the weights of its occurrences. */
export function levelOf(frequency: number, words: number): number {
  const length = 1 - LENGTH_NORMALISATION + (LENGTH_NORMALISATION * words) / ORDINARY_LENGTH;
  const share = (frequency * GREATEST_SHARE) / (frequency + SATURATION * length);
  return Math.min(LEVELS - 1, Math.round(Math.log(share / GREATEST_SHARE) / Math.log(STEP)));
}

/** What a word of this level adds to the score of a document, to be multiplied by its rarity. */
export function shareOfLevel(level: number): number {
  return GREATEST_SHARE * STEP ** level;
}

/** The same for words in a row, of which only the best field is known. */
export function shareOfField(field: TextField): number {
  const frequency = FIELD_WEIGHTS[field];
  return (frequency * GREATEST_SHARE) / (frequency + SATURATION);
}

/** The collection size that is assumed at least, so that in a small one rare and common words still differ. */
const LEAST_COLLECTION = 1024;

/**
 * How much it says that a document has a word: Lucene's form of the inverse document frequency. `found` and
 * `readable` count documents that the caller may read, and no others: a score must not tell how often a
 * word occurs in the rest.
 */
export function rarityOf(found: number, readable: number): number {
  const collection = Math.max(LEAST_COLLECTION, readable);
  return Math.log(1 + (collection - found + 0.5) / (found + 0.5));
}
