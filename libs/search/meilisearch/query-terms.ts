import { indexable } from '../embedded/marking.ts';
import { isBlank, parseQuery, type QueryPlan } from '../embedded/query-text.ts';
import { IN_SEQUENCE, IN_STEMS } from './index-definition.ts';
import { tokensOf } from './tokens.ts';

/** What one question to Meilisearch looks for. */
export interface Term {
  /** Words in a row, or one. */
  tokens: readonly string[];
  /** Relative to a word of the query. */
  importance: number;
}

/** A query, in the words of the index. */
export interface Query {
  /** Any of them finds a document, unless there are phrases; each adds to its score. */
  words: readonly Term[];
  /** All of them must occur. */
  phrases: readonly Term[];
  /** They add to the score. */
  compounds: readonly Term[];
  /** What is left out, as the beginning of a Meilisearch query; empty if nothing is. */
  exclusion: string;
  /** How documents are found: nothing was typed, or nothing but exclusions; no word was; or words were. */
  finds: 'everything' | 'nothing' | 'words';
}

/** Of words in a row that somebody typed as one ("dual-use"). */
const COMPOUND_IMPORTANCE = 0.25;
/** Meilisearch reads ten terms of a query and ignores the rest. */
const MOST_PHRASES = 9;

/** Reads a query. Never fails, whatever is typed. */
export function queryOf(text: string): Query {
  const plan = parseQuery(text);
  const excluded = termsOf(plan.excluded, 1);
  const query = {
    words: termsOf(plan.words, 1),
    phrases: termsOf(plan.phrases, 1).slice(0, MOST_PHRASES),
    compounds: termsOf(plan.compounds, COMPOUND_IMPORTANCE).filter(({ tokens }) => tokens.length > 1),
    // What is left out comes first: behind ten terms it would be ignored.
    exclusion: excluded.map((term) => `-${quoted(term)} `).join(''),
  };
  return { ...query, finds: findsOf(query, plan, text) };
}

/** The `q` that finds what has the terms, and nothing that is excluded. */
export function textOf({ exclusion }: Query, ...terms: readonly Term[]): string {
  return (exclusion + terms.map(quoted).join(' ')).trim();
}

/** Where the term is to be looked for. */
export function placesOf({ tokens }: Term): string[] {
  return tokens.length === 1 ? IN_STEMS : IN_SEQUENCE;
}

function findsOf(query: Omit<Query, 'finds'>, plan: QueryPlan, text: string): Query['finds'] {
  if (query.words.length > 0 || query.phrases.length > 0) return 'words';
  return plan.excluded.length > 0 || isBlank(text) ? 'everything' : 'nothing';
}

/** Without repetitions: two words may have one stem. */
function termsOf(texts: readonly string[], importance: number): Term[] {
  const terms = new Map<string, Term>();
  for (const text of texts) {
    const tokens = tokensOf(indexable(text)).map(({ token }) => token);
    if (tokens.length > 0) terms.set(tokens.join(' '), { tokens, importance });
  }
  return [...terms.values()];
}

/** Quoted words are found as they are. Of tokens, none has a quotation mark in it. */
function quoted({ tokens }: Term): string {
  return `"${tokens.join(' ')}"`;
}
