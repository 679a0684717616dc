import { FIELD_WEIGHTS, TEXT_FIELDS, type SearchedTexts } from './fields.ts';
import { pinyinOf } from './pinyin.ts';
import { charactersOf, hasUnspaced, tokenOf, tokensOf } from './tokens.ts';

/** Where a token occurs in a document. */
export interface Occurrences {
  /** The sum of the weights of the fields it occurs in, once per occurrence. */
  weight: number;
  /** Its places, ascending: `placeIn` of position and field. Tokens that stand in no order have none. */
  places: number[];
}

/** What an index keeps of a document's texts. */
export interface Analysis {
  tokens: Map<string, Occurrences>;
  /** Words as they may be typed, folded, with their tokens: for completing and correcting queries. */
  words: Map<string, string>;
  /** Number of words. */
  length: number;
}

/** Between fields, and between lines within one: more than a phrase can be long. */
const GAP = 40;
const FIELDS_AT_MOST = 8;

/** The place of a token, for phrases: neighbours in a field differ by `NEXT_PLACE`. */
export const NEXT_PLACE = FIELDS_AT_MOST;

/** The weight of an occurrence at a place. */
export function weightAt(place: number): number {
  return FIELD_WEIGHTS[TEXT_FIELDS[place % FIELDS_AT_MOST]!];
}

export function analysed(texts: SearchedTexts): Analysis {
  const analysis: Analysis = { tokens: new Map(), words: new Map(), length: 0 };
  let position = 0;
  TEXT_FIELDS.forEach((field, index) => {
    const weight = FIELD_WEIGHTS[field];
    // Only names and topics are lists; in prose a line may end within a phrase.
    for (const text of field === 'partners' || field === 'topics'
      ? texts[field].split('\n')
      : [texts[field]]) {
      for (const { token, typed } of tokensOf(text)) {
        add(analysis, token, weight, position * FIELDS_AT_MOST + index);
        if (typed !== null) analysis.words.set(typed, token);
        position += 1;
        analysis.length += 1;
      }
      position += GAP;
      addUnordered(analysis, text, weight);
    }
  });
  return analysis;
}

/** What stands in no order: single characters of Chinese, and how it is typed with Latin letters. */
function addUnordered(analysis: Analysis, text: string, weight: number): void {
  if (!hasUnspaced(text)) return;
  for (const token of charactersOf(text)) add(analysis, token, weight);
  for (const word of pinyinOf(text)) {
    add(analysis, tokenOf(word), weight);
    analysis.words.set(word, tokenOf(word));
  }
}

function add({ tokens }: Analysis, token: string, weight: number, place?: number): void {
  const known = tokens.get(token);
  if (known) {
    known.weight += weight;
    if (place !== undefined) known.places.push(place);
  } else tokens.set(token, { weight, places: place === undefined ? [] : [place] });
}
