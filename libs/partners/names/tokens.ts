import { canonicalWord, isEmptyWord } from './canonical-words.ts';
import { hasHan } from '#kernel';
import { fold } from './fold.ts';

/** A word of a text as people write it, or a run of Chinese characters. */
export interface Token {
  written: string;
  folded: string;
  /** See `canonicalWord`; empty for a word that counts for nothing. */
  canonical: string;
  isHan: boolean;
  /** Which part of an address it stands in; commas and the like part them. */
  segment: number;
  /** First character of the text, and the one behind the last. */
  from: number;
  to: number;
}

/** Nobody writes longer names and addresses; what follows is passed over. */
const MOST_TOKENS = 120;

/** Addresses of mail and of the web say nothing that a name would. */
const ELECTRONIC = /\S+@\S+|(?:https?:\/\/|www\.)\S+/gu;
const PIECES =
  /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}'’‘ʼ`])+|&|[,;:|/()[\]\n\t·•，；：（）、]|\s[-–—]\s/gu;

/** The words of a text in their order. */
export function tokensOf(text: string): Token[] {
  const clean = text
    .normalize('NFC')
    .replace(ELECTRONIC, (found) => ','.padEnd(found.length))
    .replace(/(?<!\p{L})([dl])['’](?=\p{L})/giu, '$1 ');
  const tokens: Token[] = [];
  let segment = 0;
  for (const match of clean.matchAll(PIECES)) {
    const written = match[0];
    if (!/[\p{L}\p{N}&]/u.test(written)) {
      segment += 1;
      continue;
    }
    const folded = fold(written);
    if (folded === '') continue;
    const isHan = hasHan(written);
    const canonical = isHan || isEmptyWord(folded) ? '' : canonicalWord(folded);
    const to = match.index + written.length;
    tokens.push({ written, folded, canonical, isHan, segment, from: match.index, to });
    if (tokens.length === MOST_TOKENS) break;
  }
  return tokens;
}
