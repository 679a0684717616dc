import { CORRECTED_IMPORTANCE, MOST_CORRECTED, NAME, TYPED_WORD } from '../text/correction.ts';
import { folded } from '../text/folding.ts';
import type { Query, Term } from '../text/query.ts';
import type { DocumentSet } from './columns.ts';
import type { Matches, TermIndex } from './term-matches.ts';
import type { KnownWord, Vocabulary } from './vocabulary.ts';

/** Of the words that may be meant, so many. */
const MOST_ENDINGS = 20;
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
    words: query.synonyms.length > 0 ? [...words, anyOf(index, query.synonyms)] : words,
    phrases: lookUp(query.phrases),
    compounds: lookUp(query.compounds),
    excluded: query.excluded.map((term) => index.matches(term)),
    corrections,
  };
}

function found(index: TermIndex, term: Term): FoundTerm {
  return { marked: [term], importance: term.importance, matches: index.matches(term) };
}

/** Several terms as one: whichever of them a document has most heavily counts. */
function anyOf(index: TermIndex, terms: readonly Term[]): FoundTerm {
  const matches = united(
    terms.map((term) => index.matches(term)),
    Math.max,
  );
  return { marked: terms, importance: terms[0]!.importance, matches };
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
    matches: united(
      endings.map(({ matches }) => matches),
      (one, other) => one + other,
    ),
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

function united(all: readonly Matches[], together: (one: number, other: number) => number): Matches {
  const weights = new Map<number, number>();
  for (const matches of all) {
    for (let at = 0; at < matches.numbers.length; at++) {
      const number = matches.numbers[at]!;
      weights.set(number, together(weights.get(number) ?? 0, matches.weights[at]!));
    }
  }
  return { numbers: [...weights.keys()], weights: [...weights.values()] };
}

function isReadable({ numbers }: Matches, readable: DocumentSet): boolean {
  for (let at = 0; at < numbers.length; at++) if (readable[numbers[at]!] === 1) return true;
  return false;
}

export function countIn({ numbers }: Matches, set: DocumentSet): number {
  let count = 0;
  for (let at = 0; at < numbers.length; at++) count += set[numbers[at]!]!;
  return count;
}
