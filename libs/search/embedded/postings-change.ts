import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Occurrences } from '../text/analysis.ts';
import { BLOCK, decoded, encoded, joined, weightPairs, type Posting, type PostingsRow } from './postings.ts';

/** What changes for one token. */
interface TokenChange {
  removed: number[];
  /** By document number. */
  added: { number: number; occurrences: Occurrences }[];
}

/** What changes in one row. */
interface RowChange {
  removed: number[];
  added: Posting[];
}

/**
 * Collects what changes in the postings and writes each row once: a batch of documents has many tokens in
 * common.
 */
export class PostingsChange {
  readonly #changes = new Map<string, TokenChange>();
  readonly #read: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare(
      'SELECT rowid, weights, places FROM postings WHERE token = ? AND block = ?',
    );
    this.#insert = database.prepare(
      'INSERT INTO postings (token, block, weights, places) VALUES (?, ?, ?, ?)',
    );
    this.#update = database.prepare('UPDATE postings SET weights = ?, places = ? WHERE rowid = ?');
    this.#remove = database.prepare('DELETE FROM postings WHERE rowid = ?');
  }

  add(number: number, tokens: ReadonlyMap<string, Occurrences>): void {
    for (const [token, occurrences] of tokens) this.#changeOf(token).added.push({ number, occurrences });
  }

  /** Takes back what was added for a document. */
  remove(number: number, tokens: Iterable<string>): void {
    for (const token of tokens) this.#changeOf(token).removed.push(number);
  }

  write(): void {
    for (const [token, change] of this.#changes) {
      for (const [block, row] of rowsOf(change)) this.#writeRow(token, block, row);
    }
    this.#changes.clear();
  }

  #writeRow(token: string, block: number, { removed, added }: RowChange): void {
    const known = this.#read.get(token, block) as (PostingsRow & { rowid: number }) | undefined;
    added.sort((a, b) => a.offset - b.offset);
    if (!known) {
      if (added.length > 0) {
        const { weights, places } = encoded(added);
        this.#insert.run(token, block, weights, places);
      }
      return;
    }
    const row = changed(known, removed, added);
    if (row === null) this.#remove.run(known.rowid);
    else this.#update.run(row.weights, row.places, known.rowid);
  }

  #changeOf(token: string): TokenChange {
    let change = this.#changes.get(token);
    if (!change) this.#changes.set(token, (change = { removed: [], added: [] }));
    return change;
  }
}

/** The changes of a token, by block. */
function rowsOf({ removed, added }: TokenChange): Map<number, RowChange> {
  const rows = new Map<number, RowChange>();
  const rowOf = (number: number): RowChange => {
    const block = Math.floor(number / BLOCK);
    let row = rows.get(block);
    if (!row) rows.set(block, (row = { removed: [], added: [] }));
    return row;
  };
  for (const number of removed) rowOf(number).removed.push(number % BLOCK);
  for (const { number, occurrences } of added) {
    const { weight, places } = occurrences;
    rowOf(number).added.push({ offset: number % BLOCK, weight, places });
  }
  return rows;
}

/** The row after the change; null when nothing is left in it. */
function changed(
  known: PostingsRow,
  removed: readonly number[],
  added: readonly Posting[],
): PostingsRow | null {
  const last = weightPairs(known.weights).at(-2) ?? -1;
  const first = added[0]?.offset ?? Infinity;
  // New documents come behind the known ones, so that nearly always something is only put behind.
  if (removed.length === 0 && first > last) return joined(known, encoded(added));
  const replaced = new Set([...removed, ...added.map(({ offset }) => offset)]);
  const kept = decoded(known).filter(({ offset }) => !replaced.has(offset));
  const all = [...kept, ...added].sort((a, b) => a.offset - b.offset);
  return all.length === 0 ? null : encoded(all);
}
