import type { IndexedDocument } from '../engine.ts';
import { indexable } from '../text/indexable.ts';
import { plainTextOf } from '../text/plain-text.ts';
import { beginningsOf } from './beginnings.ts';
import { encodeMoment, keyOf, storedFacts } from './fact-values.ts';
import { FIELD_WEIGHTS, levelOf, LEVELS, TEXT_FIELDS, type TextField } from './impact.ts';
import { levelName } from './index-definition.ts';
import { charactersOf, tokensOf } from '../text/tokens.ts';

/** Pieces of a text by number; each is an attribute of its own. */
type Pieces = Record<string, string>;

/** What a hit shows; all of it is plain text. */
export interface StoredTexts {
  title: string;
  summary: string;
  body: string;
}

/** What is read of a document to show it as a hit. */
export interface ShownDocument extends StoredTexts {
  id: string;
  revision: number;
}

/** A document as Meilisearch keeps it, beside the attributes of its facts. */
export interface StoredDocument extends ShownDocument {
  key: string;
  /** Each word once, under the level of its importance; for finding any of the words. */
  stems: Record<string, Pieces>;
  /** All words in their order; for finding phrases. */
  sequence: Partial<Record<TextField, Pieces>>;
  /** The beginnings of all words; for finding what is half typed. */
  beginnings: { title: string; topics: string };
}

/**
 * Meilisearch knows 65,536 places in an attribute and forgets what stands behind them, so a long text goes
 * into several attributes. They overlap by more than a phrase can be long, so that none is cut.
 */
const WORDS_IN_PIECE = 60_000;
const OVERLAP = 32;
/** The stems of a level are kept apart, which takes eight places each. */
const STEMS_IN_PIECE = 7_000;
/** A hard separator: words on either side are not taken for neighbours, for which there would be an index. */
const APART = '. ';

/** Has every attribute in which words are found. */
export const SPECIMEN: StoredDocument = {
  ...{ key: 'specimen', id: 'specimen', revision: 0, title: '', summary: '', body: '' },
  stems: Object.fromEntries(
    Array.from({ length: LEVELS }, (_, level) => [levelName(level), { piece0: 'x' }]),
  ),
  sequence: Object.fromEntries(TEXT_FIELDS.map((field) => [field, { piece0: 'x' }])),
  beginnings: { title: 'x', topics: 'x' },
};

/** The document as it is stored. Throws RangeError for a date that is none. */
export function storedDocument(document: IndexedDocument): StoredDocument {
  const texts = {
    title: indexable(document.title),
    partners: indexable(document.partnerNames.join('; ')),
    summary: indexable(document.summary),
    topics: indexable(document.topics.join('; ')),
    body: indexable(plainTextOf(document.body)),
  };
  const { publishedAt } = document;
  return {
    ...storedFacts(document),
    ...(publishedAt && { year: String(new Date(encodeMoment(publishedAt)).getUTCFullYear()) }),
    key: keyOf(document.id),
    id: storedFacts(document).id as string,
    revision: document.revision,
    title: texts.title,
    summary: texts.summary,
    body: texts.body,
    ...wordsOf(texts),
    beginnings: {
      title: beginningsOf(document.title).join(APART),
      topics: document.topics.flatMap(beginningsOf).join(APART),
    },
  };
}

function wordsOf(texts: Record<TextField, string>): Pick<StoredDocument, 'stems' | 'sequence'> {
  const sequence: StoredDocument['sequence'] = {};
  const frequencies = new Map<string, number>();
  let words = 0;
  for (const field of TEXT_FIELDS) {
    const tokens = tokensOf(texts[field]).map(({ token }) => token);
    words += tokens.length;
    for (const token of [...tokens, ...charactersOf(texts[field])]) {
      frequencies.set(token, (frequencies.get(token) ?? 0) + FIELD_WEIGHTS[field]);
    }
    if (tokens.length > 0) sequence[field] = piecesOf(tokens, WORDS_IN_PIECE, OVERLAP, ' ');
  }
  return { stems: stemsByLevel(frequencies, words), sequence };
}

function stemsByLevel(frequencies: ReadonlyMap<string, number>, words: number): StoredDocument['stems'] {
  const levels = new Map<number, string[]>();
  for (const [token, frequency] of frequencies) {
    const level = levelOf(frequency, words);
    const tokens = levels.get(level);
    if (tokens) tokens.push(token);
    else levels.set(level, [token]);
  }
  return Object.fromEntries(
    [...levels].map(([level, tokens]) => [levelName(level), piecesOf(tokens, STEMS_IN_PIECE, 0, APART)]),
  );
}

function piecesOf(tokens: readonly string[], size: number, overlap: number, separator: string): Pieces {
  const pieces: Pieces = {};
  for (let from = 0, number = 0; from < tokens.length; from += size - overlap, number++) {
    pieces[`piece${number}`] = tokens.slice(from, from + size).join(separator);
    if (from + size >= tokens.length) break;
  }
  return pieces;
}
