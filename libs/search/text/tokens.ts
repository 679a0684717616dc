import { folded, stemOf } from './folding.ts';

/** What there is to know of a word that is written with blanks around it. */
interface KnownWord {
  token: string;
  /** As it may be typed: folded, small letters only; null when it is not of that kind. */
  typed: string | null;
}

/** A word of a text as the index knows it, and where in the text it stands. */
export interface Token extends KnownWord {
  start: number;
  end: number;
}

/** Letters, numbers and private-use characters; what stands between them parts words. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
const APOSTROPHES = "'’";
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
/** Shorter words need no completing, and longer ones are nothing that is typed. */
const TYPED_WORD = /^[a-z]{3,30}$/;

/**
 * The words of a text, in order: stems of folded words, and for Chinese and Japanese overlapping pairs of
 * characters. (A dictionary keeps 清华大学 whole and splits 清华 in two, so that neither finds the other;
 * pairs in a row do.) They consist of small ASCII letters and digits, which no engine's own tokeniser
 * changes. `text` must be composed (NFC).
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { word, start, end } of wordsOf(text)) {
    const known = recent.get(word);
    if (known) tokens.push({ token: known.token, typed: known.typed, start, end });
    else if (HAS_UNSPACED.test(word)) addParts(tokens, word, start);
    else addWord(tokens, word, start, end);
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
    const joins = last?.end === start - 1 && APOSTROPHES.includes(text.charAt(start - 1));
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

function addWord(tokens: Token[], word: string, start: number, end: number): void {
  const { token, typed } = knownWord(word);
  tokens.push({ token, typed, start, end });
}

function addParts(tokens: Token[], word: string, start: number): void {
  let from = 0;
  const addPlain = (to: number) => {
    if (to > from) addWord(tokens, word.slice(from, to), start + from, start + to);
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
      addWord(tokens, character + next, at, at + character.length + next.length);
    }
    at += character.length;
  });
}

/** Words that were looked at lately, and those before them: stemming a word anew takes much longer. */
let recent = new Map<string, KnownWord>();
let older = new Map<string, KnownWord>();

/** The token of a word as written. */
export function tokenOf(word: string): string {
  return knownWord(word).token;
}

function knownWord(word: string): KnownWord {
  let known = recent.get(word);
  if (known) return known;
  known = older.get(word) ?? newWord(word);
  if (recent.size >= MOST_REMEMBERED) [older, recent] = [recent, new Map<string, KnownWord>()];
  recent.set(word, known);
  return known;
}

function newWord(word: string): KnownWord {
  // A letter that is nothing but a mark stays what it is.
  const bare = folded(word) || word;
  return { token: newTokenOf(bare), typed: TYPED_WORD.test(bare) ? bare : null };
}

function newTokenOf(word: string): string {
  if (PLAIN.test(word)) return stemOf(word).slice(0, LONGEST);
  // Whatever else a tokeniser might split or change: as hexadecimal numbers, without it.
  return [...word]
    .map((character) => `u${character.codePointAt(0)!.toString(16)}`)
    .join('')
    .slice(0, LONGEST);
}
