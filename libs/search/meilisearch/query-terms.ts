import type { Query, Term } from '../text/query.ts';
import { IN_SEQUENCE, IN_STEMS } from './index-definition.ts';

/** The `q` that finds what has the terms, and nothing that is excluded. */
export function textOf({ excluded }: Query, ...terms: readonly Term[]): string {
  // What is left out comes first: behind ten terms Meilisearch would ignore it.
  return [...excluded.map((term) => `-${quoted(term)}`), ...terms.map(quoted)].join(' ');
}

/** Where the term is to be looked for. */
export function placesOf({ tokens }: Term): string[] {
  return tokens.length === 1 ? IN_STEMS : IN_SEQUENCE;
}

/** Quoted words are found as they are. Of tokens, none has a quotation mark in it. */
function quoted({ tokens }: Term): string {
  return `"${tokens.join(' ')}"`;
}
