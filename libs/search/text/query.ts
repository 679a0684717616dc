import { indexable } from './indexable.ts';
import { hasUnspaced, tokenOf, tokensOf, wordsOf } from './tokens.ts';

/** Something looked for: a word, or words in a row. */
export interface Term {
  /** Words in a row, or one. */
  tokens: readonly string[];
  /** Relative to a word of the query. */
  importance: number;
  /** As it was typed. */
  typed: string;
}

/** A query, in the words of an index. */
export interface Query {
  /** Any of them finds a document, unless there are phrases; each adds to its score. */
  words: readonly Term[];
  /** Other names of what is named: any of them finds as well, and together they count like one word more. */
  synonyms: readonly Term[];
  /** Typed in quotation marks: all of them must occur. */
  phrases: readonly Term[];
  /** Words typed as one ("dual-use"): they add to the score where they stand in a row. */
  compounds: readonly Term[];
  /** Typed with a minus in front: none of them may occur. */
  excluded: readonly Term[];
  /** The word at the very end, of which more may be to come. */
  unfinished: Term | null;
  /** How documents are found: nothing was typed, or nothing but exclusions; no word was; or words were. */
  finds: 'everything' | 'nothing' | 'words';
}

/** What lies beyond these limits is ignored: it would cost time, and no longer change what comes first. */
const MOST_WORDS = 64;
const MOST_PHRASES = 16;
const MOST_IN_A_ROW = 32;
const COMPOUND_IMPORTANCE = 0.25;
/** A name stands for the several words that were typed. */
const SYNONYM_IMPORTANCE = 1.5;

/** A passage in quotation marks or a run without blanks; a minus counts only in front of one. */
const PIECE = /(?<minus>(?<!\S)-(?=["\p{L}\p{N}]))?(?:"(?<phrase>[^"]*)"|(?<run>[^\s"]+))/gu;

/** Function words, which nearly every English text has: Lucene's list, and those that questions are made of. */
const FUNCTION_WORDS = new Set(
  (
    'a an and are as at be by for if in into is it no not of on or such that the their then there these ' +
    'they this to was will with but been being can could did do does from had has have having he her his ' +
    'how i its me my our she should so than them those us we were what when where which who whom whose why ' +
    'would you your'
  ).split(' '),
);

/**
 * Reads a query. Never fails, whatever is typed. `synonyms` are other names of what is named in it: each
 * of them finds as well.
 */
export function queryOf(text: string, synonyms: readonly string[] = []): Query {
  const typed = indexable(text).replace(/[“”„«»]/g, '"');
  const words: string[] = [];
  const compounds: Term[] = [];
  const phrases: Term[] = [];
  const excluded: Term[] = [];
  for (const { groups } of typed.matchAll(PIECE)) {
    const piece = groups?.phrase ?? groups?.run ?? '';
    const whole = inARow(piece, 1);
    if (whole === null) continue;
    if (groups?.minus !== undefined) excluded.push(whole);
    else if (groups?.phrase !== undefined) phrases.push(whole);
    else {
      const parts = partsOf(piece);
      words.push(...parts);
      if (parts.length > 1 && whole.tokens.length > 1) {
        compounds.push({ ...whole, importance: COMPOUND_IMPORTANCE });
      }
    }
  }
  const found = termsOf(withoutFunctionWords(words, phrases.length > 0));
  const named = synonyms.map((name) => inARow(indexable(name), SYNONYM_IMPORTANCE));
  return {
    words: distinct(found),
    synonyms: distinct(named.filter((term) => term !== null)),
    phrases: distinct(phrases).slice(0, MOST_PHRASES),
    compounds: distinct(compounds).slice(0, MOST_PHRASES),
    excluded: distinct(excluded).slice(0, MOST_WORDS),
    unfinished: unfinishedOf(typed, found),
    finds:
      found.length + phrases.length > 0
        ? 'words'
        : excluded.length > 0 || typed.trim() === ''
          ? 'everything'
          : 'nothing',
  };
}

/** The words of a text in a row; null when there is none. */
function inARow(text: string, importance: number): Term | null {
  const tokens = tokensOf(text)
    .slice(0, MOST_IN_A_ROW)
    .map(({ token }) => token);
  return tokens.length === 0 ? null : { tokens, importance, typed: text };
}

/** What may be found by itself in a run without blanks. */
function partsOf(run: string): string[] {
  return wordsOf(run).flatMap(({ word }) => (hasUnspaced(word) ? partsOfUnspaced(word) : [word]));
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Chinese is cut into words, so that any of them finds. What the dictionary leaves as single characters in
 * a row may be a name it does not know (清华): every two of them count as a word.
 */
function partsOfUnspaced(word: string): string[] {
  const parts: string[] = [];
  let singles: string[] = [];
  const addSingles = () => {
    if (singles.length === 1) parts.push(singles[0]!);
    for (let at = 0; at + 1 < singles.length; at++) parts.push(singles[at]! + singles[at + 1]!);
    singles = [];
  };
  for (const { segment } of segmenter.segment(word)) {
    if ([...segment].length === 1 && hasUnspaced(segment)) singles.push(segment);
    else {
      addSingles();
      parts.push(segment);
    }
  }
  addSingles();
  return parts.some((part) => [...part].length > 1) ? parts.filter((part) => [...part].length > 1) : parts;
}

/** The last word, if the text ends with it: more of it may be to come. */
function unfinishedOf(text: string, terms: readonly Term[]): Term | null {
  const last = wordsOf(text).at(-1);
  if (!last || last.end !== text.length || hasUnspaced(last.word)) return null;
  const token = tokenOf(last.word);
  return (
    terms.find(({ tokens, typed }) => typed === last.word && tokens.length === 1 && tokens[0] === token) ??
    null
  );
}

/** Function words are dropped unless they are all there is. WHO, US and IT are names when typed in capitals. */
function withoutFunctionWords(words: readonly string[], othersRemain: boolean): readonly string[] {
  const shouted = words.every((word) => word === word.toUpperCase());
  const isName = (word: string) => !shouted && word.length > 1 && word === word.toUpperCase();
  const telling = words.filter((word) => isName(word) || !FUNCTION_WORDS.has(word.toLowerCase()));
  return telling.length > 0 || othersRemain ? telling : words;
}

/**
 * The terms of words, in the order typed. When there are too many, as in a pasted paragraph, those are kept
 * that say most about it: the repeated ones, then the longest.
 */
function termsOf(words: readonly string[]): Term[] {
  const occurrences = new Map<string, { term: Term; times: number }>();
  for (const word of words) {
    const term = inARow(word, 1);
    if (term === null) continue;
    const key = term.tokens.join(' ');
    const known = occurrences.get(key);
    if (known) known.times += 1;
    else occurrences.set(key, { term, times: 1 });
  }
  const all = [...occurrences.values()];
  if (all.length <= MOST_WORDS) return all.map(({ term }) => term);
  const kept = new Set(
    [...all]
      .sort((a, b) => b.times - a.times || b.term.typed.length - a.term.typed.length)
      .slice(0, MOST_WORDS),
  );
  return all.filter((entry) => kept.has(entry)).map(({ term }) => term);
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.toReversed().map((term) => [term.tokens.join(' '), term])).values()].toReversed();
}
