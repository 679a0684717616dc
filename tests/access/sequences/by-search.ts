import type { DocumentFacts } from '#access';
import { FactsTable } from '../../../libs/search/embedded/facts-table.ts';
import { factsJson, type StoredFacts } from '../../../libs/search/embedded/stored-facts.ts';
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

/** The facts as the embedded engine filters them: the filter alone, without texts, ranking and threads. */
export class SearchTable {
  private table = new FactsTable();

  /** Holds these documents, published or not, and no others from now on. */
  hold(documents: readonly DocumentFacts[]): void {
    this.table = new FactsTable();
    documents.forEach((facts, number) => {
      this.table.set(number, facts.id, JSON.parse(factsJson(facts)) as StoredFacts);
    });
  }

  /** What the rule gives someone, by the documents' ids. */
  ask(rule: Rule, more: boolean): Map<string, Found> {
    const matching = this.table.matching();
    const answers = Object.entries({ ...ASKED, ...(more ? MORE : {}) }).map(
      ([name, part]) => [name, matching(rule[part])] as const,
    );
    return new Map(
      this.table.ids.map((id, number) => [
        id!,
        Object.fromEntries(answers.map(([name, set]) => [name, set[number] === 1])) as unknown as Found,
      ]),
    );
  }
}
