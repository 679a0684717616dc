import { lazily } from '#kernel';
import { createRequire } from 'node:module';
import type * as PinyinPro from 'pinyin-pro';
import { folded } from './folding.ts';
import { runsOf } from './tokens.ts';

/** A dictionary of 600 kB, for repositories with Chinese in them. */
const dictionary = lazily(() => createRequire(import.meta.url)('pinyin-pro') as typeof PinyinPro);

/** How many characters in a row are written together: from a short name (清华) to a long one (清华大学). */
const FEWEST = 2;
const MOST = 4;
const SYLLABLE = /^[a-zü]+$/;

/**
 * How Chinese in a text is typed with Latin letters: the syllables of two to four characters in a row, in
 * one word without tones ("qinghua"). Single syllables are left out, since many are English words.
 */
export function pinyinOf(text: string): string[] {
  return runsOf(text).flatMap((run) => {
    const syllables = dictionary().pinyin(folded(run), { toneType: 'none', type: 'array', nonZh: 'spaced' });
    return syllables.flatMap((_, from) => joinedFrom(syllables, from));
  });
}

function joinedFrom(syllables: readonly string[], from: number): string[] {
  const joined: string[] = [];
  let word = '';
  for (let length = 1; length <= MOST; length++) {
    const syllable = syllables[from + length - 1];
    if (syllable === undefined || !SYLLABLE.test(syllable)) break;
    word += folded(syllable);
    if (length >= FEWEST) joined.push(word);
  }
  return joined;
}
