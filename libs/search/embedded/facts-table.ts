import type { Predicate } from '#access';
import type { SearchFacet } from '../engine.ts';
import { FACET_FACTS } from '../facet-facts.ts';
import {
  ListColumn,
  NumberColumn,
  TextColumn,
  type Column,
  type Columns,
  type DocumentSet,
} from './columns.ts';
import { intersect, Matching } from './matching.ts';
import type { Room } from './number-rows.ts';
import { FACT_NAMES, FACT_SHAPES, type StoredFact, type StoredFacts } from './stored-facts.ts';

/** Ids lead to numbers, so they need no column. */
const COLUMN_NAMES = FACT_NAMES.filter((name) => name !== 'id');

/**
 * The facts of all documents in memory, by document number: a filter over 100,000 documents takes a
 * millisecond or two so, where reading their rows took fifty.
 */
export class FactsTable {
  /** By number; null where there is no document. */
  readonly ids: (string | null)[] = [];
  readonly #room: Room = { numbers: 0 };
  readonly #columns = Object.fromEntries(
    COLUMN_NAMES.map((name) => [name, newColumn(name, this.#room)]),
  ) as Columns;
  readonly #numbers = new Map<string, number>();

  /** Tests that searches have in common; see `Matching`. */
  readonly #kept = new Map<string, DocumentSet>();
  /** 1 where there is a document. */
  #there = new Uint8Array(0);

  /** Numbers go from 0 up to this, exclusive. */
  get size(): number {
    return this.ids.length;
  }

  /** There will be numbers from 0 up to `size`, exclusive. */
  expect(size: number): void {
    this.#room.numbers = size;
  }

  set(number: number, id: string, facts: StoredFacts): void {
    this.release(number);
    this.ids[number] = id;
    this.#there[number] = 1;
    this.#numbers.set(id, number);
    for (const name of COLUMN_NAMES) setIn(this.#columns[name], number, facts[name]);
  }

  /** From now on there is no document with the number. */
  release(number: number): void {
    this.#kept.clear();
    // Numbers are given without gaps, but need not be written in their order.
    while (this.ids.length <= number) this.ids.push(null);
    const id = this.ids[number];
    if (typeof id === 'string' && this.#numbers.get(id) === number) this.#numbers.delete(id);
    this.ids[number] = null;
    if (this.#there.length < this.ids.length) {
      const longer = new Uint8Array(this.ids.length * 2);
      longer.set(this.#there);
      this.#there = longer;
    }
    this.#there[number] = 0;
  }

  numberOf(id: string): number | null {
    return this.#numbers.get(id) ?? null;
  }

  moment(fact: 'publishedAt' | 'reviewBy', number: number): number | null {
    return (this.#columns[fact] as NumberColumn).get(number);
  }

  /**
   * Says for which documents predicates hold; parts that they have in common are worked out once. It is for
   * one search, and knows nothing of later changes. Throws RangeError for a moment that is none.
   */
  matching(): (predicate: Predicate) => DocumentSet {
    const matching = new Matching(this.#columns, this.#numbers, this.size, this.#kept);
    return (predicate) => intersect(this.#there.slice(0, this.size), matching.of(predicate));
  }

  /** How many of the documents have each value of a facet. */
  count(facet: SearchFacet, set: DocumentSet): Map<string, number> {
    const column = this.#columns[FACET_FACTS[facet]];
    return column instanceof NumberColumn ? column.countYears(set) : column.count(set);
  }
}

function newColumn(name: keyof Columns, documents: Room): Column {
  switch (FACT_SHAPES[name]) {
    case 'text':
      return new TextColumn(documents);
    case 'list':
      return new ListColumn(documents);
    default:
      return new NumberColumn(documents);
  }
}

function setIn(column: Column, number: number, value: StoredFact): void {
  if (column instanceof ListColumn) column.set(number, value as readonly string[]);
  else if (column instanceof TextColumn) column.set(number, value as string | null);
  else column.set(number, value as number | boolean | null);
}
