import { createRequire } from 'node:module';
import type * as PinyinPro from 'pinyin-pro';
import { canonicalWords, matchingWords } from './canonical-words.ts';
import { hasHan, lazily } from '#kernel';
import { fold } from './fold.ts';
import { shortNamesOf } from './short-names.ts';

/** A name as it is stored for finding. */
export interface NameForms {
  /** As `fold` makes it. */
  folded: string;
  /** Canonical words in their order, Chinese characters each as one. */
  words: string[];
  /** Every key under which exactly this name is looked up. */
  keys: string[];
}

/** Changes when the forms of a name change, so that the next import stores them all anew. */
export const FORMS_VERSION = 1;

/** A dictionary of 600 kB, for repositories with Chinese in them. */
const dictionary = lazily(() => createRequire(import.meta.url)('pinyin-pro') as typeof PinyinPro);

/** Longer ones are no names that anybody writes. */
const LONGEST_KEY = 200;

/** The forms of a registry's name. */
export function formsOf(name: string): NameForms {
  const folded = fold(name);
  const words = canonicalWords(folded);
  const keys = new Set(hasHan(folded) ? hanKeys(folded) : [orderedKey(words), compactKey(words)]);
  return {
    folded,
    words: matchingWords(folded),
    keys: [...keys].filter((key) => key.length > 1 && key.length <= LONGEST_KEY),
  };
}

/** The key of words in whatever order: `Oxford University` is `University of Oxford`. */
export function orderedKey(words: readonly string[]): string {
  return [...words].sort().join(' ');
}

/** The key of words that may be written as one or several: `Jiao Tong` is `Jiaotong`. */
export function compactKey(words: readonly string[]): string {
  return `~${words.join('')}`;
}

/** The key of a run of Chinese characters; "science and technology" is written long or short. */
export function hanKey(run: string): string {
  return `=${run.replaceAll('科学技术', '科技')}`;
}

/**
 * Chinese names are written without blanks, with or without what stands before them, shortened, in pinyin,
 * and half translated: Zhongshan University.
 */
function hanKeys(folded: string): string[] {
  const run = folded.replaceAll(' ', '');
  const short = run.replace(/^中国人民解放军/u, '');
  const written = [...new Set([run, ...(short.length > 3 ? [short] : [])])];
  const spoken = written.flatMap((name) => {
    const syllables = syllablesOf(name);
    const stem = /^(.{2,6})(大学|学院)$/u.exec(name);
    const kind = stem?.[2] === '大学' ? 'univ' : 'coll';
    return [compactKey(syllables), ...(stem ? [compactKey([...syllablesOf(stem[1]!), kind])] : [])];
  });
  return [
    ...[...written, ...shortNamesOf(run.replaceAll('科学技术', '科技')), ...shortNamesOf(run)].map(hanKey),
    ...spoken,
  ];
}

function syllablesOf(run: string): string[] {
  return dictionary().pinyin(run, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).map(fold);
}
