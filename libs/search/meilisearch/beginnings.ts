import { folded } from '../text/folding.ts';
import { indexable } from '../text/indexable.ts';
import { pinyinOf } from '../text/pinyin.ts';
import { hasUnspaced, wordsOf } from '../text/tokens.ts';

const PLAIN = /^[a-z0-9]+$/;
/** Letters of a word that are told apart while somebody types. */
const LONGEST = 20;
/** Longer than they can be, so that no other beginning is like one that has this before it. */
const AT_START = 'start'.repeat(5);

/**
 * Every beginning of every word of a text, in the alphabet of the index. They are indexed as words of their
 * own, so that only these short texts need to be found by what is half typed, and not everything. Chinese
 * begins anywhere, and as it is typed with Latin letters.
 */
export function beginningsOf(text: string): string[] {
  const words = wordsOf(text).map(({ word }) => word);
  const typed = hasUnspaced(text) ? pinyinOf(text) : [];
  return [...new Set([...words, ...typed].flatMap(beginningsOfWord))];
}

/** How the text itself begins, with a mark, so that it can stand among the beginnings of its words. */
export function beginningsOfStart(text: string): string[] {
  const [first] = wordsOf(text);
  if (!first) return [];
  return leading([...folded(first.word)], hasUnspaced(first.word) ? 2 : LONGEST).map(atStart);
}

/** What a text must have to begin with the first of `typedBeginnings`. */
export function atStart(beginning: string): string {
  return AT_START + beginning;
}

/** Those beginnings that a text must have in which each of the words typed begins a word, in their order. */
export function typedBeginnings(text: string): string[] {
  return wordsOf(indexable(text)).flatMap(({ word }) => {
    const letters = [...folded(word)];
    return hasUnspaced(word) ? pairsOf(letters).map(ready) : [ready(letters.slice(0, LONGEST).join(''))];
  });
}

function beginningsOfWord(word: string): string[] {
  const letters = [...folded(word)];
  if (hasUnspaced(word)) return [...letters, ...pairsOf(letters)].map(ready);
  return leading(letters, LONGEST);
}

/** Up to so many of the letters, from one on. */
function leading(letters: readonly string[], most: number): string[] {
  return letters.slice(0, most).map((_, index) => ready(letters.slice(0, index + 1).join('')));
}

/** Neighbouring pairs stand for a run of characters. */
function pairsOf(characters: readonly string[]): string[] {
  if (characters.length === 1) return [...characters];
  return characters.slice(1).map((character, index) => characters[index]! + character);
}

/** As Meilisearch takes it for one word, whatever the script. */
function ready(word: string): string {
  if (PLAIN.test(word)) return word;
  return [...word].map((letter) => `u${letter.codePointAt(0)!.toString(16)}`).join('');
}
