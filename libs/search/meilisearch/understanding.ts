import { CORRECTED_IMPORTANCE, MOST_CORRECTED, NAME, TYPED_WORD } from '../text/correction.ts';
import { folded } from '../text/folding.ts';
import type { Query, Term } from '../text/query.ts';
import type { Filter } from './filter-text.ts';
import { IN_STEMS } from './index-definition.ts';
import { textOf } from './query-terms.ts';
import type { Questions } from './questions.ts';
import type { KnownWord, Vocabulary } from './vocabulary.ts';

/** Of the words that an unfinished one may become, so many: each of them is a question to the server. */
const MOST_ENDINGS = 8;

export interface Understood {
  query: Query;
  /** What was searched for words that nobody has, by the word as typed. */
  corrections: ReadonlyMap<string, string>;
}

/**
 * Replaces words that no readable document has: the last one by those that it begins, the others by what
 * they may have been meant to be. Words that only unreadable documents have are not there.
 */
export async function understood(
  questions: Questions,
  vocabulary: Vocabulary,
  query: Query,
  readable: Filter,
): Promise<Understood> {
  const typed = query.words.filter((term) => term.tokens.length === 1 && TYPED_WORD.test(folded(term.typed)));
  const counts = await countsOf(
    questions,
    query,
    typed.map(({ tokens }) => tokens[0]!),
    readable,
  );
  const isShouted = query.words.every((term) => term.typed === term.typed.toUpperCase());
  const replaced = new Map<Term, Term[]>();
  const corrections = new Map<string, string>();
  for (const term of typed.filter((_, index) => counts[index] === 0)) {
    const readableOf = (words: readonly KnownWord[]) => mostReadable(questions, query, words, readable);
    const word = folded(term.typed);
    const endings = term === query.unfinished ? await readableOf(await vocabulary.completions(word)) : [];
    if (endings.length > 0) {
      replaced.set(
        term,
        endings.slice(0, MOST_ENDINGS).map(({ token }) => ({ ...term, tokens: [token] })),
      );
    } else if ((isShouted || !NAME.test(term.typed)) && corrections.size < MOST_CORRECTED) {
      const meant = await nearest(await vocabulary.neighbours(word), readableOf);
      if (!meant) continue;
      corrections.set(term.typed, meant.word);
      const importance = term.importance * CORRECTED_IMPORTANCE;
      replaced.set(term, [{ ...term, tokens: [meant.token], importance }]);
    }
  }
  const words = query.words.flatMap((term) => replaced.get(term) ?? [term]);
  return { query: { ...query, words: distinct(words) }, corrections };
}

async function nearest(
  groups: readonly (readonly KnownWord[])[],
  readableOf: (words: readonly KnownWord[]) => Promise<KnownWord[]>,
): Promise<KnownWord | null> {
  for (const group of groups) {
    const [best] = await readableOf(group);
    if (best) return best;
  }
  return null;
}

/** Those words that readable documents have, one for each token, the most frequent first. */
async function mostReadable(
  questions: Questions,
  query: Query,
  words: readonly KnownWord[],
  readable: Filter,
): Promise<KnownWord[]> {
  const byWord = words.toSorted((a, b) => (a.word < b.word ? -1 : 1));
  const one = [...new Map(byWord.toReversed().map((known) => [known.token, known])).values()];
  const counts = await countsOf(
    questions,
    query,
    one.map(({ token }) => token),
    readable,
  );
  return one
    .map((known, index) => ({ known, count: counts[index]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.known.word < b.known.word ? -1 : 1))
    .map(({ known }) => known);
}

/** How many readable documents have each of the tokens. */
async function countsOf(
  questions: Questions,
  query: Query,
  tokens: readonly string[],
  filter: Filter,
): Promise<number[]> {
  const everything = { ...query, excluded: [] };
  const answers = await questions.each(
    tokens.map((token) => ({
      q: textOf(everything, { tokens: [token], importance: 1, typed: token }),
      attributesToSearchOn: IN_STEMS,
      filter,
    })),
    0,
  );
  return answers.map(({ total }) => total);
}

/** Two words may have come to the same token. */
function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.toReversed().map((term) => [term.tokens.join(' '), term])).values()].toReversed();
}
