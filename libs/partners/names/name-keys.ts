import { pinyin } from 'pinyin-pro';
import { canonicalWords } from './canonical-words.ts';
import { fold, hasHan } from './fold.ts';

/** A name as it is stored for finding. */
export interface NameForms {
  /** As `fold` makes it. */
  folded: string;
  /** Canonical words, in their order. */
  words: string[];
  /** Every key under which exactly this name is looked up. */
  keys: string[];
}

/** Changes when the forms of a name change, so that the next import stores them all anew. */
export const FORMS_VERSION = 1;

/** Longer ones are no names that anybody writes. */
const LONGEST_KEY = 200;

/** The forms of a registry's name. */
export function formsOf(name: string): NameForms {
  const folded = fold(name);
  const words = canonicalWords(folded);
  const keys = new Set([orderedKey(words), compactKey(words)]);
  if (hasHan(folded)) for (const key of hanKeys(folded)) keys.add(key);
  return { folded, words, keys: [...keys].filter((key) => key.length > 1 && key.length <= LONGEST_KEY) };
}

/** The key of words in whatever order: `Oxford University` is `University of Oxford`. */
export function orderedKey(words: readonly string[]): string {
  return [...words].sort().join(' ');
}

/** The key of words that may be written as one or several: `Jiao Tong` is `Jiaotong`. */
export function compactKey(words: readonly string[]): string {
  return `~${words.join('')}`;
}

/** The key of a run of Chinese characters. */
export function hanKey(run: string): string {
  return `=${run}`;
}

/** Chinese names are written without blanks, with or without what stands before them, and in pinyin. */
function hanKeys(folded: string): string[] {
  const run = folded.replaceAll(' ', '');
  const short = run.replace(/^中国人民解放军/u, '');
  const spoken = [...new Set([run, short])].map((text) => {
    const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).map(fold);
    return compactKey(syllables);
  });
  return [hanKey(run), ...(short.length > 3 ? [hanKey(short)] : []), ...spoken];
}
