import type { IndexedDocument } from '../engine.ts';
import { beginningsOf, beginningsOfStart } from './beginnings.ts';
import { encodeMoment, keyOf, shortIdOf, storedFacts } from './fact-values.ts';
import { levelOf, LEVELS } from './impact.ts';
import { levelName } from './index-definition.ts';
import { analysed, type Analysis } from '../text/analysis.ts';
import { searchedTexts, TEXT_FIELDS, type SearchedTexts, type TextField } from '../text/fields.ts';
import { tokensOf } from '../text/tokens.ts';

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
  /** See `shortIdOf`. */
  shortId: string;
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
  ...{ key: 'specimen', id: 'specimen', shortId: 'specimen', revision: 0, title: '', summary: '', body: '' },
  stems: Object.fromEntries(
    Array.from({ length: LEVELS }, (_, level) => [levelName(level), { piece0: 'x' }]),
  ),
  sequence: Object.fromEntries(TEXT_FIELDS.map((field) => [field, { piece0: 'x' }])),
  beginnings: { title: 'x', topics: 'x' },
};

/** What goes to the server for a document. */
export interface Prepared {
  stored: StoredDocument;
  /** Its words as they may be typed, with their tokens. */
  words: ReadonlyMap<string, string>;
}

/** Throws RangeError for a document with a date that is none. */
export function prepared(document: IndexedDocument): Prepared {
  const texts = searchedTexts(document);
  const { publishedAt } = document;
  const { tokens, words, length } = analysed(texts);
  const facts = storedFacts(document);
  const id = facts.id as string;
  const stored = {
    ...facts,
    ...(publishedAt && { year: String(new Date(encodeMoment(publishedAt)).getUTCFullYear()) }),
    key: keyOf(document.id),
    id,
    shortId: shortIdOf(id),
    revision: document.revision,
    title: texts.title,
    summary: texts.summary,
    body: texts.body,
    stems: stemsByLevel(tokens, length),
    sequence: sequenceOf(texts),
    beginnings: {
      title: [...beginningsOf(texts.title), ...beginningsOfStart(texts.title)].join(APART),
      topics: beginningsOf(texts.topics).join(APART),
    },
  };
  return { stored, words };
}

function sequenceOf(texts: SearchedTexts): StoredDocument['sequence'] {
  const sequence: StoredDocument['sequence'] = {};
  for (const field of TEXT_FIELDS) {
    const isList = field === 'partners' || field === 'topics';
    const lines = (isList ? texts[field].split('\n') : [texts[field]]).map((line) =>
      tokensOf(line).map(({ token }) => token),
    );
    // No phrase goes from one name or topic to the next.
    const tokens = lines.flatMap((line) => (isList ? [line.join(' ') + APART.trim()] : line));
    if (lines.some((line) => line.length > 0))
      sequence[field] = piecesOf(tokens, WORDS_IN_PIECE, OVERLAP, ' ');
  }
  return sequence;
}

function stemsByLevel(occurrences: Analysis['tokens'], words: number): StoredDocument['stems'] {
  const levels = new Map<number, string[]>();
  for (const [token, { weight }] of occurrences) {
    const level = levelOf(weight, words);
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
