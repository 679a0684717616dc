import type { DocumentFacts } from '#access';
import { Numbers, WholeNumbers, type Room } from './number-rows.ts';

/** Facts of all documents in memory, a column for each, by document number. */
export type Columns = Record<Exclude<keyof DocumentFacts, 'id'>, Column>;
export type Column = TextColumn | ListColumn | NumberColumn;

/** A set of documents: 1 at the number of each of them. */
export type DocumentSet = Uint8Array;

/** Gives each different text a number, from 1 up; 0 is "nothing". */
class Dictionary {
  readonly texts: string[] = [''];
  readonly #codes = new Map<string, number>();

  codeOf(text: string): number {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.texts.push(text) - 1;
      this.#codes.set(text, code);
    }
    return code;
  }

  /** 1 for the codes of those texts that occur; null when none of them does. */
  flagsOf(texts: readonly string[]): Uint8Array | null {
    const flags = new Uint8Array(this.texts.length);
    let any = false;
    for (const text of texts) {
      const code = this.#codes.get(text);
      if (code === undefined) continue;
      flags[code] = 1;
      any = true;
    }
    return any ? flags : null;
  }

  /** Counts by code as counts by text. */
  named(counts: Int32Array): Map<string, number> {
    const named = new Map<string, number>();
    for (let code = 1; code < counts.length; code++) {
      if (counts[code]! > 0) named.set(this.texts[code]!, counts[code]!);
    }
    return named;
  }
}

/** Texts, or nothing. */
export class TextColumn {
  readonly #dictionary = new Dictionary();
  readonly #codes: WholeNumbers;

  constructor(documents: Room) {
    this.#codes = new WholeNumbers(documents);
  }

  set(number: number, value: string | null): void {
    this.#codes.set(number, value === null ? 0 : this.#dictionary.codeOf(value));
  }

  /** Adds the documents that have one of the values. */
  addIn(values: readonly string[], set: DocumentSet): void {
    const wanted = this.#dictionary.flagsOf(values);
    if (wanted === null) return;
    const codes = this.#codes.values;
    const end = Math.min(set.length, codes.length);
    for (let number = 0; number < end; number++) set[number]! |= wanted[codes[number]!]!;
  }

  count(set: DocumentSet): Map<string, number> {
    const codes = this.#codes.values;
    const counts = new Int32Array(this.#dictionary.texts.length);
    const end = Math.min(set.length, codes.length);
    for (let number = 0; number < end; number++) counts[codes[number]!]! += set[number]!;
    return this.#dictionary.named(counts);
  }
}

/** Lists of texts. A document's list is a stretch of one long row of codes. */
export class ListColumn {
  readonly #dictionary = new Dictionary();
  readonly #starts: WholeNumbers;
  readonly #lengths: WholeNumbers;
  readonly #codes = new WholeNumbers();
  /** No list starts at 0, as the row of starts does not keep what is 0. */
  #end = 1;

  constructor(documents: Room) {
    this.#starts = new WholeNumbers(documents);
    this.#lengths = new WholeNumbers(documents);
  }

  /** A list that is replaced by a longer one leaves its place unused, until the index is opened anew. */
  set(number: number, values: readonly string[]): void {
    const codes = [...new Set(values)].map((value) => this.#dictionary.codeOf(value));
    let start = this.#starts.get(number);
    if (codes.length > this.#lengths.get(number)) {
      start = this.#end;
      this.#starts.set(number, start);
      this.#end += codes.length;
    }
    codes.forEach((code, index) => this.#codes.set(start + index, code));
    this.#lengths.set(number, codes.length);
  }

  /** Adds the documents whose list has one of the values. */
  addOverlapping(values: readonly string[], set: DocumentSet): void {
    const wanted = this.#dictionary.flagsOf(values);
    if (wanted === null) return;
    const [starts, lengths, codes] = [this.#starts.values, this.#lengths.values, this.#codes.values];
    const last = Math.min(set.length, lengths.length);
    for (let number = 0; number < last; number++) {
      if (lengths[number] === 0) continue;
      const end = starts[number]! + lengths[number]!;
      for (let at = starts[number]!; at < end; at++) set[number]! |= wanted[codes[at]!]!;
    }
  }

  /** Adds the documents whose list is empty. */
  addEmpty(set: DocumentSet): void {
    const lengths = this.#lengths.values;
    const end = Math.min(set.length, lengths.length);
    for (let number = 0; number < end; number++) if (lengths[number] === 0) set[number] = 1;
    set.fill(1, end);
  }

  count(set: DocumentSet): Map<string, number> {
    const [starts, lengths, codes] = [this.#starts.values, this.#lengths.values, this.#codes.values];
    const counts = new Int32Array(this.#dictionary.texts.length);
    const last = Math.min(set.length, lengths.length);
    for (let number = 0; number < last; number++) {
      if (set[number] === 0 || lengths[number] === 0) continue;
      const end = starts[number]! + lengths[number]!;
      for (let at = starts[number]!; at < end; at++) counts[codes[at]!]! += 1;
    }
    return this.#dictionary.named(counts);
  }
}

/** Numbers, flags (0 or 1) and moments, or nothing (NaN). */
export class NumberColumn {
  readonly #values: Numbers;

  constructor(documents: Room) {
    this.#values = new Numbers(documents);
  }

  set(number: number, value: number | boolean | null): void {
    this.#values.set(number, value === null ? NaN : Number(value));
  }

  get(number: number): number | null {
    const value = this.#values.values[number] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }

  /** Adds the documents whose value lies between the two, both included, and those without one if `unset`. */
  addBetween(least: number, most: number, unset: boolean, set: DocumentSet): void {
    const { values } = this.#values;
    const end = Math.min(set.length, values.length);
    for (let number = 0; number < end; number++) {
      const value = values[number]!;
      if ((value >= least && value <= most) || (unset && Number.isNaN(value))) set[number] = 1;
    }
    if (unset) set.fill(1, end);
  }

  /** Counts by the year, UTC, of the moments. */
  countYears(set: DocumentSet): Map<string, number> {
    const counts = new Map<number, number>();
    let [year, from, to] = [0, 0, 0];
    const { values } = this.#values;
    const end = Math.min(set.length, values.length);
    for (let number = 0; number < end; number++) {
      const moment = values[number]!;
      if (set[number] === 0 || Number.isNaN(moment)) continue;
      // Most moments are of the same year as the one before; asking a Date for each would take its time.
      if (moment < from || moment >= to) {
        year = new Date(moment).getUTCFullYear();
        [from, to] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
      }
      counts.set(year, (counts.get(year) ?? 0) + 1);
    }
    return new Map([...counts].map(([value, count]) => [String(value), count]));
  }
}
