import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ShownTexts } from '../text/highlighter.ts';

/** Reads what a hit shows of itself. */
export class HitTextReader {
  readonly #read: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare('SELECT title, summary, body FROM texts WHERE number = ?');
  }

  read(number: number): ShownTexts {
    return this.#read.get(number) as unknown as ShownTexts;
  }
}
