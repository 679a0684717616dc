import { stemOf } from './stemmer.ts';

/** A word of a text as the index knows it, and where in the text it stands. */
export interface Token {
  token: string;
  start: number;
  end: number;
}

/** As the embedded engine sees words: letters, numbers and private-use characters. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
/** English clitics ("China's", "don't") belong to no word of their own. */
const CLITIC = /^(?:s|t|d|m|re|ve|ll)$/i;
/** Scripts that put no blanks between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+/gu;
const HAS_UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const MARK = /\p{M}/gu;
const ENGLISH = /^[a-z]+$/;
const PLAIN = /^[a-z0-9]+$/;
/** Meilisearch leaves out words of more than 250 bytes. */
const LONGEST = 200;
const MOST_REMEMBERED = 50_000;

const remembered = new Map<string, string>();

/**
 * The words of a text, in order. Meilisearch neither stems nor splits Chinese as searching needs it (its
 * dictionary keeps 清华大学 whole and splits 清华), so it gets words that are ready: stems in small ASCII
 * letters, which its own tokeniser leaves as they are, and overlapping pairs of characters for Chinese and
 * Japanese. `text` must be composed (NFC).
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const start = match.index;
    if (isClitic(text, word, start)) continue;
    if (HAS_UNSPACED.test(word)) addParts(tokens, word, start);
    else tokens.push({ token: tokenOf(word), start, end: start + word.length });
  }
  return tokens;
}

/** The single characters of Chinese or Japanese in a text: they are found too, but stand in no order. */
export function charactersOf(text: string): string[] {
  return [...text.matchAll(UNSPACED)].flatMap(([run]) => [...run].map(tokenOf));
}

function isClitic(text: string, word: string, start: number): boolean {
  if (start < 2 || word.length > 2 || !CLITIC.test(word)) return false;
  return /\p{L}['’]$/u.test(text.slice(Math.max(0, start - 3), start));
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

function tokenOf(word: string): string {
  let token = remembered.get(word);
  if (token === undefined) {
    token = newTokenOf(word);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(word, token);
  }
  return token;
}

function newTokenOf(word: string): string {
  const bare = word.toLowerCase().normalize('NFKD').replace(MARK, '');
  if (ENGLISH.test(bare)) return stemOf(bare).slice(0, LONGEST);
  if (PLAIN.test(bare)) return bare.slice(0, LONGEST);
  // Whatever else the tokeniser might split or change: as hexadecimal numbers, without it.
  return [...bare]
    .map((character) => `u${character.codePointAt(0)!.toString(16)}`)
    .join('')
    .slice(0, LONGEST);
}
