import type { DocumentFacts } from '#access';
import { DatabaseSync } from 'node:sqlite';
import {
  FACT_COLUMN_DEFINITIONS,
  FACT_COLUMN_NAMES,
  factValues,
} from '../../../libs/search/embedded/fact-columns.ts';
import { filterSql, Parameters } from '../../../libs/search/embedded/filter-sql.ts';
import type { Rule } from './by-code.ts';
import type { Sight } from './sight.ts';

/** What searches ask: which documents they find, and of which of those they count the institution. */
const ASKED = { found: 'readPublished', attribution: 'attribution' } as const satisfies Record<
  string,
  keyof Rule
>;
/** The other clauses of the rule, which must mean the same to the compiler all the same. */
const MORE = { reads: 'read', tombstone: 'tombstone', stub: 'stub' } as const satisfies Record<
  string,
  keyof Rule
>;

export type Found = Pick<Sight, 'attribution'> &
  Partial<Pick<Sight, 'reads' | 'tombstone' | 'stub'>> & { found: boolean };

/** The table of the embedded engine, in memory: the filter alone, without texts, ranking and threads. */
export class SearchTable {
  private readonly database = new DatabaseSync(':memory:');
  private readonly insert;

  constructor() {
    this.database.exec(`CREATE TABLE documents (${FACT_COLUMN_DEFINITIONS})`);
    const places = FACT_COLUMN_NAMES.map(() => '?').join(', ');
    this.insert = this.database.prepare(`INSERT INTO documents VALUES (${places})`);
  }

  /** Holds these documents, published or not, and no others from now on. */
  hold(documents: readonly DocumentFacts[]): void {
    this.database.exec('BEGIN; DELETE FROM documents');
    for (const facts of documents) this.insert.run(...factValues(facts));
    this.database.exec('COMMIT');
  }

  /** What the rule gives someone, by the documents' ids. Throws if a filter is neither true nor false. */
  ask(rule: Rule, more: boolean): Map<string, Found> {
    const parameters = new Parameters();
    const columns = Object.entries({ ...ASKED, ...(more ? MORE : {}) }).map(
      ([name, part]) => `${filterSql(rule[part], parameters)} AS ${name}`,
    );
    const rows = this.database
      .prepare(`SELECT d.id, ${columns.join(', ')} FROM documents d`)
      .all(...parameters.values);
    return new Map(rows.map(({ id, ...answers }) => [id as string, inBooleans(answers) as unknown as Found]));
  }

  close(): void {
    this.database.close();
  }
}

function inBooleans(answers: Record<string, unknown>): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => {
      if (answer !== 0 && answer !== 1) throw new Error(`the filter ${name} gave ${String(answer)}`);
      return [name, answer === 1];
    }),
  );
}
