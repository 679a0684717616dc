import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { NEXT_PLACE, weightAt } from '../text/analysis.ts';
import type { Term } from '../text/query.ts';
import { BLOCK, placesOf, weightPairs, type PostingsRow } from './postings.ts';

/** The documents that have a term, and how heavily, in parallel lists in the order of their numbers. */
export interface Matches {
  readonly numbers: ArrayLike<number> & Iterable<number>;
  readonly weights: ArrayLike<number>;
}

/** Looks terms up in the postings. */
export class TermIndex {
  readonly #weights: StatementSync;
  readonly #rows: StatementSync;

  constructor(database: DatabaseSync) {
    this.#weights = database.prepare('SELECT block, weights FROM postings WHERE token = ? ORDER BY block');
    this.#rows = database.prepare(
      'SELECT block, weights, places FROM postings WHERE token = ? ORDER BY block',
    );
  }

  matches({ tokens }: Pick<Term, 'tokens'>): Matches {
    return tokens.length === 1 ? this.#ofToken(tokens[0]!) : this.#inARow(tokens);
  }

  #ofToken(token: string): Matches {
    const rows = this.#weights.all(token).map((row) => ({
      start: Number(row.block) * BLOCK,
      pairs: weightPairs(row.weights as Uint8Array),
    }));
    const size = rows.reduce((sum, { pairs }) => sum + pairs.length / 2, 0);
    const numbers = new Int32Array(size);
    const weights = new Float32Array(size);
    let next = 0;
    for (const { start, pairs } of rows) {
      for (let at = 0; at < pairs.length; at += 2, next++) {
        numbers[next] = start + pairs[at]!;
        weights[next] = pairs[at + 1]! / 2;
      }
    }
    return { numbers, weights };
  }

  #inARow(tokens: readonly string[]): Matches {
    const matches = { numbers: [] as number[], weights: [] as number[] };
    const [first, ...others] = tokens.map((token) => this.#rowsOf(token));
    for (const [block, row] of first!) {
      const rows = others.map((blocks) => blocks.get(block));
      if (rows.every((other) => other !== undefined)) addInARow(matches, block, [row, ...rows]);
    }
    return matches;
  }

  #rowsOf(token: string): Map<number, PostingsRow> {
    const rows = this.#rows.all(token) as unknown as (PostingsRow & { block: number })[];
    return new Map(rows.map((row) => [row.block, row]));
  }
}

function addInARow(
  matches: { numbers: number[]; weights: number[] },
  block: number,
  rows: readonly PostingsRow[],
): void {
  const counts = new Uint8Array(BLOCK);
  for (const row of rows) {
    const pairs = weightPairs(row.weights);
    for (let at = 0; at < pairs.length; at += 2) counts[pairs[at]!]! += 1;
  }
  const places = rows.map((row) => placesOf(row, (offset) => counts[offset] === rows.length));
  for (const [offset, starts] of places[0]!) {
    const weight = weightInARow(
      starts,
      places.slice(1).map((each) => each.get(offset) ?? []),
    );
    if (weight === 0) continue;
    matches.numbers.push(block * BLOCK + offset);
    matches.weights.push(weight);
  }
}

/** The weights of the places from which on all tokens follow each other. */
function weightInARow(starts: readonly number[], followers: readonly (readonly number[])[]): number {
  const sets = followers.map((places) => new Set(places));
  let weight = 0;
  for (const start of starts) {
    if (sets.every((places, index) => places.has(start + (index + 1) * NEXT_PLACE)))
      weight += weightAt(start);
  }
  return weight;
}
