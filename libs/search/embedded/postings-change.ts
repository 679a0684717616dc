import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Occurrences } from '../text/analysis.ts';
import { BLOCK, decoded, encoded, joined, weightPairs, type Posting, type PostingsRow } from './postings.ts';

/** What changes in one row. */
interface RowChange {
  removed: Set<number>;
  added: Posting[];
}

/**
 * Collects what changes in the postings and writes each row once: a batch of documents has many tokens in
 * common.
 */
export class PostingsChange {
  /** By token, then by block. */
  readonly #changes = new Map<string, Map<number, RowChange>>();
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
    for (const [token, { weight, places }] of tokens) {
      this.#changeOf(token, number).added.push({ offset: number % BLOCK, weight, places });
    }
  }

  /** Takes back what was added for a document. */
  remove(number: number, tokens: Iterable<string>): void {
    for (const token of tokens) this.#changeOf(token, number).removed.add(number % BLOCK);
  }

  write(): void {
    for (const [token, blocks] of this.#changes) {
      for (const [block, change] of blocks) this.#writeRow(token, block, change);
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

  #changeOf(token: string, number: number): RowChange {
    const block = Math.floor(number / BLOCK);
    let blocks = this.#changes.get(token);
    if (!blocks) this.#changes.set(token, (blocks = new Map<number, RowChange>()));
    let change = blocks.get(block);
    if (!change) blocks.set(block, (change = { removed: new Set(), added: [] }));
    return change;
  }
}

/** The row after the change; null when nothing is left in it. */
function changed(
  known: PostingsRow,
  removed: ReadonlySet<number>,
  added: readonly Posting[],
): PostingsRow | null {
  const last = weightPairs(known.weights).at(-2) ?? -1;
  const first = added[0]?.offset ?? Infinity;
  // New documents come behind the known ones, so that nearly always something is only put behind.
  if (removed.size === 0 && first > last) return joined(known, encoded(added));
  const replaced = new Set([...removed, ...added.map(({ offset }) => offset)]);
  const kept = decoded(known).filter(({ offset }) => !replaced.has(offset));
  const all = [...kept, ...added].sort((a, b) => a.offset - b.offset);
  return all.length === 0 ? null : encoded(all);
}
