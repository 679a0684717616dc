import { folded } from '../text/folding.ts';
import type { Query, Term } from '../text/query.ts';
import { wordsOf } from '../text/tokens.ts';
import type { DocumentSet } from './columns.ts';
import type { Matches, TermIndex } from './term-matches.ts';
import type { KnownWord, Vocabulary } from './vocabulary.ts';

/** Of the words that may be meant, so many. */
const MOST_ENDINGS = 20;
/** Words that are corrected in one query; more unknown ones are no typing errors. */
const MOST_CORRECTED = 8;
/** A guess counts less than what was typed. */
const CORRECTED_IMPORTANCE = 0.6;
const TYPED_WORD = /^[a-z]{2,}$/;
/** Capitals inside a word make a name or an acronym of it, which is meant as it is. */
const NAME = /\p{L}\p{Lu}/u;

/** A term with the documents that have it. */
export interface FoundTerm {
  /** What is to be marked in a hit. */
  marked: readonly Pick<Term, 'tokens'>[];
  importance: number;
  matches: Matches;
}

export interface Understood {
  words: FoundTerm[];
  phrases: FoundTerm[];
  compounds: FoundTerm[];
  excluded: Matches[];
  /** What was searched for words that nobody has, by the word as typed. */
  corrections: ReadonlyMap<string, string>;
}

/**
 * Looks up what a query asks for. A word that no readable document has is taken for the beginning of one,
 * if it is the last, or for a typing error. Words that only unreadable documents have are not there.
 */
export function understood(
  query: Query,
  index: TermIndex,
  vocabulary: Vocabulary,
  readable: () => DocumentSet,
): Understood {
  const corrections = new Map<string, string>();
  const isShouted = query.words.every(({ typed }) => typed === typed.toUpperCase());
  const lookUp = (terms: readonly Term[]) => terms.map((term) => found(index, term));
  const words = query.words.map((term) => {
    const exact = found(index, term);
    const typed = folded(term.typed);
    if (term.tokens.length > 1 || !TYPED_WORD.test(typed) || isReadable(exact.matches, readable()))
      return exact;
    const ending = term === query.unfinished ? completed(index, vocabulary, typed, readable()) : null;
    if (ending) return { ...ending, importance: term.importance };
    const isName = !isShouted && NAME.test(term.typed);
    if (isName || corrections.size === MOST_CORRECTED) return exact;
    const meant = corrected(index, vocabulary, typed, readable());
    if (!meant) return exact;
    corrections.set(term.typed, meant.correction);
    return {
      marked: meant.marked,
      matches: meant.matches,
      importance: term.importance * CORRECTED_IMPORTANCE,
    };
  });
  return {
    words,
    phrases: lookUp(query.phrases),
    compounds: lookUp(query.compounds),
    excluded: query.excluded.map((term) => index.matches(term)),
    corrections,
  };
}

/** The text with the corrections in it; null when there are none. */
export function correctedText(text: string, corrections: ReadonlyMap<string, string>): string | null {
  if (corrections.size === 0) return null;
  let result = '';
  let at = 0;
  for (const { word, start, end } of wordsOf(text)) {
    const correction = corrections.get(word);
    if (correction === undefined) continue;
    result += text.slice(at, start) + inTheCaseOf(word, correction);
    at = end;
  }
  return result + text.slice(at);
}

function inTheCaseOf(typed: string, word: string): string {
  if (typed === typed.toUpperCase()) return word.toUpperCase();
  const first = typed.charAt(0);
  return first === first.toUpperCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function found(index: TermIndex, term: Term): FoundTerm {
  return { marked: [term], importance: term.importance, matches: index.matches(term) };
}

type Meant = Pick<FoundTerm, 'marked' | 'matches'>;

function completed(
  index: TermIndex,
  vocabulary: Vocabulary,
  typed: string,
  readable: DocumentSet,
): Meant | null {
  const endings = mostReadable(index, vocabulary.completions(typed), readable).slice(0, MOST_ENDINGS);
  if (endings.length === 0) return null;
  return {
    marked: endings.map(({ token }) => ({ tokens: [token] })),
    matches: united(endings.map(({ matches }) => matches)),
  };
}

function corrected(
  index: TermIndex,
  vocabulary: Vocabulary,
  typed: string,
  readable: DocumentSet,
): (Meant & { correction: string }) | null {
  for (const group of vocabulary.neighbours(typed)) {
    const [best] = mostReadable(index, group, readable);
    if (best) return { correction: best.word, marked: [{ tokens: [best.token] }], matches: best.matches };
  }
  return null;
}

/** Those words that readable documents have, one for each token, the most frequent first. */
function mostReadable(
  index: TermIndex,
  words: readonly KnownWord[],
  readable: DocumentSet,
): (KnownWord & { matches: Matches; count: number })[] {
  const byToken = new Map(words.toReversed().map((word) => [word.token, word]));
  return [...byToken.values()]
    .map((word) => {
      const matches = index.matches({ tokens: [word.token] });
      return { ...word, matches, count: countIn(matches, readable) };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

function united(all: readonly Matches[]): Matches {
  const weights = new Map<number, number>();
  for (const matches of all) {
    matches.numbers.forEach((number, at) =>
      weights.set(number, (weights.get(number) ?? 0) + matches.weights[at]!),
    );
  }
  return { numbers: [...weights.keys()], weights: [...weights.values()] };
}

function isReadable({ numbers }: Matches, readable: DocumentSet): boolean {
  return numbers.some((number) => readable[number] === 1);
}

export function countIn({ numbers }: Matches, set: DocumentSet): number {
  let count = 0;
  for (let at = 0; at < numbers.length; at++) count += set[numbers[at]!]!;
  return count;
}
