import { folded, stemOf } from './folding.ts';

/** A word of a text as the index knows it, and where in the text it stands. */
export interface Token {
  token: string;
  start: number;
  end: number;
}

/** Letters, numbers and private-use characters; what stands between them parts words. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
const APOSTROPHE = /['’]/;
/** English clitics ("China's", "don't"), which belong to no word of their own. */
const CLITIC = /^(?:s|t|d|m|re|ve|ll)$/i;
/** French elisions ("l'université"), which are words of their own. */
const ELISION = /^(?:[lcdjmnst]|qu)$/i;
const LETTERS = /^\p{L}[\p{L}\p{M}]*$/u;
/** Scripts that put no blanks between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+/gu;
const HAS_UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const PLAIN = /^[a-z0-9]+$/;
/** Engines leave out words that are much longer. */
const LONGEST = 200;
const MOST_REMEMBERED = 50_000;

/**
 * The words of a text, in order: stems of folded words, and for Chinese and Japanese overlapping pairs of
 * characters. (A dictionary keeps 清华大学 whole and splits 清华 in two, so that neither finds the other;
 * pairs in a row do.) They consist of small ASCII letters and digits, which no engine's own tokeniser
 * changes. `text` must be composed (NFC).
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { word, start, end } of wordsOf(text)) {
    if (HAS_UNSPACED.test(word)) addParts(tokens, word, start);
    else tokens.push({ token: tokenOf(word), start, end });
  }
  return tokens;
}

/** The single characters of Chinese or Japanese in a text: they are found too, but stand in no order. */
export function charactersOf(text: string): string[] {
  return runsOf(text).flatMap((run) => [...run].map(tokenOf));
}

/** The unbroken runs of Chinese or Japanese in a text. */
export function runsOf(text: string): string[] {
  return text.match(UNSPACED) ?? [];
}

/** Whether the text has Chinese or Japanese in it. */
export function hasUnspaced(text: string): boolean {
  return HAS_UNSPACED.test(text);
}

export interface Word {
  /** As it is written, without an apostrophe inside. */
  word: string;
  start: number;
  end: number;
}

/** The words of a text as written: clitics left out, names with an apostrophe ("Xi'an") in one. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const start = match.index;
    const last = words.at(-1);
    const joins = last?.end === start - 1 && APOSTROPHE.test(text.charAt(start - 1));
    if (!last || !joins || !LETTERS.test(last.word)) words.push({ word, start, end: start + word.length });
    else if (CLITIC.test(word)) last.end = start + word.length;
    else if (ELISION.test(last.word) || !LETTERS.test(word))
      words.push({ word, start, end: start + word.length });
    else {
      last.word += word;
      last.end = start + word.length;
    }
  }
  return words;
}

function addParts(tokens: Token[], word: string, start: number): void {
  let from = 0;
  const addPlain = (to: number) => {
    if (to > from)
      tokens.push({ token: tokenOf(word.slice(from, to)), start: start + from, end: start + to });
  };
  for (const match of word.matchAll(UNSPACED)) {
    addPlain(match.index);
    addPairs(tokens, match[0], start + match.index);
    from = match.index + match[0].length;
  }
  addPlain(word.length);
}

function addPairs(tokens: Token[], run: string, start: number): void {
  const characters = [...run];
  let at = start;
  characters.forEach((character, index) => {
    const next = characters[index + 1] ?? '';
    // The last character is in the pair before, unless it is alone.
    if (next !== '' || index === 0) {
      tokens.push({ token: tokenOf(character + next), start: at, end: at + character.length + next.length });
    }
    at += character.length;
  });
}

const remembered = new Map<string, string>();

/** The token of a word as written. */
export function tokenOf(word: string): string {
  let token = remembered.get(word);
  if (token === undefined) {
    // A letter that is nothing but a mark stays what it is.
    token = newTokenOf(folded(word) || word);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(word, token);
  }
  return token;
}

function newTokenOf(word: string): string {
  if (PLAIN.test(word)) return stemOf(word).slice(0, LONGEST);
  // Whatever else a tokeniser might split or change: as hexadecimal numbers, without it.
  return [...word]
    .map((character) => `u${character.codePointAt(0)!.toString(16)}`)
    .join('')
    .slice(0, LONGEST);
}
