import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { signalFactor } from '../signals.ts';
import { FactsTable } from './facts-table.ts';
import { idOf, type StoredFacts } from './stored-facts.ts';
import { TextList, TitleList } from './title-list.ts';

interface DocumentRow {
  number: number;
  id: string | null;
  revision: number;
  length: number;
  facts: string;
  title: string;
  written: number;
}

/** What filters, facets, ranking and suggestions ask of every document, in memory. */
export class Catalogue {
  readonly facts = new FactsTable();
  readonly titles = new TitleList();
  readonly topics = new TextList();
  readonly revisions: number[] = [];
  /** Numbers of words. */
  readonly lengths: number[] = [];
  readonly #last: StatementSync;
  readonly #changed: StatementSync;
  readonly #title: StatementSync;
  #written = 0;
  #factorsOf: { day: number; factors: Float64Array } | null = null;

  constructor(database: DatabaseSync) {
    this.#last = database.prepare('SELECT max(number) AS number FROM documents');
    this.#changed = database.prepare(
      `SELECT number, id, revision, length, facts, title, written FROM documents WHERE written > ?
       ORDER BY written`,
    );
    this.#title = database.prepare('SELECT title FROM documents WHERE number = ?');
  }

  /** Takes over what was written since the last time, as the open transaction sees it. */
  refresh(): void {
    if (this.#written === 0) this.facts.expect(Number(this.#last.get()?.number ?? -1) + 1);
    for (const row of this.#changed.iterate(this.#written) as Iterable<unknown>)
      this.#take(row as DocumentRow);
  }

  /** As it is written; only its words are in memory. */
  titleOf(number: number): string {
    return String(this.#title.get(number)?.title);
  }

  /** By what the score of each document is multiplied on a day; see `signalFactor`. */
  factors(day: number): Float64Array {
    if (this.#factorsOf?.day !== day) {
      const factors = Float64Array.from({ length: this.facts.size }, (_, number) =>
        signalFactor(
          {
            publishedAt: this.facts.moment('publishedAt', number),
            reviewBy: this.facts.moment('reviewBy', number),
          },
          day,
        ),
      );
      this.#factorsOf = { day, factors };
    }
    return this.#factorsOf.factors;
  }

  #take({ number, id, revision, length, facts, title, written }: DocumentRow): void {
    if (id === null) this.facts.release(number);
    else this.facts.set(number, idOf(id), JSON.parse(facts) as StoredFacts);
    this.revisions[number] = revision;
    this.lengths[number] = length;
    this.titles.set(number, title);
    this.#written = written;
    this.#factorsOf = null;
  }
}
