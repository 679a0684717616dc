import { folded } from '../text/folding.ts';
import { pinyinOf } from '../text/pinyin.ts';
import { hasUnspaced, wordsOf } from '../text/tokens.ts';
import { indexable } from '../text/indexable.ts';
import type { DocumentSet } from './columns.ts';

/** Before every word of a folded title. */
const START = '\n';

/** The words of titles in memory, for suggesting titles while somebody types. */
export class TitleList {
  readonly #folded: string[] = [];

  set(number: number, title: string): void {
    this.#folded[number] = foldedWords(title);
  }

  /**
   * The documents of the set in whose titles every typed word begins a word; `first` are those whose titles begin
   * with the first word typed.
   */
  find(typed: string, set: DocumentSet): { first: number[]; others: number[] } {
    const words = typedWords(typed);
    const found = { first: [] as number[], others: [] as number[] };
    if (words.length === 0) return found;
    const beginning = words[0]!.startsWith(START) ? words[0]! : START + words[0]!;
    for (let number = 0; number < set.length; number++) {
      const title = this.#folded[number] ?? '';
      if (set[number] === 0 || !words.every((word) => title.includes(word))) continue;
      (title.startsWith(beginning) ? found.first : found.others).push(number);
    }
    return found;
  }
}

/** Says of texts whether every typed word begins a word of them. Remembers how each text is folded. */
export class TextList {
  readonly #folded = new Map<string, string>();

  find(typed: string, texts: Iterable<string>): string[] {
    const words = typedWords(typed);
    if (words.length === 0) return [];
    return [...texts].filter((text) => {
      let folded = this.#folded.get(text);
      if (folded === undefined) this.#folded.set(text, (folded = foldedWords(indexable(text))));
      return words.every((word) => folded.includes(word));
    });
  }
}

function typedWords(typed: string): string[] {
  return wordsOf(indexable(typed)).map(({ word }) => startOf(word));
}

/** Chinese has no beginnings of words: it may begin anywhere. */
function startOf(word: string): string {
  return hasUnspaced(word) ? folded(word) : START + folded(word);
}

function foldedWords(title: string): string {
  const words = wordsOf(title).map(({ word }) => START + folded(word));
  const typed = hasUnspaced(title) ? pinyinOf(title).map((word) => START + word) : [];
  return [...words, ...typed].join('');
}
