/** Facts of all documents in memory, a column for each, by document number. */

/** A set of documents: 1 at the number of each of them. */
export type DocumentSet = Uint8Array;

const NONE: readonly number[] = [];

/** Gives each different text a number, from 1 up. */
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

  /** The codes of those texts that occur. */
  codesOf(texts: readonly string[]): Set<number> {
    return new Set(texts.map((text) => this.#codes.get(text)).filter((code) => code !== undefined));
  }
}

/** Texts, or nothing. */
export class TextColumn {
  readonly #dictionary = new Dictionary();
  readonly #codes: number[] = [];

  set(number: number, value: string | null): void {
    this.#codes[number] = value === null ? 0 : this.#dictionary.codeOf(value);
  }

  /** Adds the documents that have one of the values. */
  addIn(values: readonly string[], set: DocumentSet): void {
    const codes = this.#dictionary.codesOf(values);
    if (codes.size === 0) return;
    const wanted = flags(codes, this.#dictionary.texts.length);
    for (let number = 0; number < set.length; number++) set[number] = wanted[this.#codes[number] ?? 0]!;
  }

  count(set: DocumentSet): Map<string, number> {
    const counts = new Int32Array(this.#dictionary.texts.length);
    for (let number = 0; number < set.length; number++) {
      if (set[number] === 1) counts[this.#codes[number] ?? 0]! += 1;
    }
    return named(counts, this.#dictionary.texts);
  }
}

/** Lists of texts. */
export class ListColumn {
  readonly #dictionary = new Dictionary();
  readonly #codes: (readonly number[])[] = [];

  set(number: number, values: readonly string[]): void {
    this.#codes[number] =
      values.length === 0 ? NONE : [...new Set(values)].map((value) => this.#dictionary.codeOf(value));
  }

  /** Adds the documents whose list has one of the values. */
  addOverlapping(values: readonly string[], set: DocumentSet): void {
    const codes = this.#dictionary.codesOf(values);
    if (codes.size === 0) return;
    const wanted = flags(codes, this.#dictionary.texts.length);
    for (let number = 0; number < set.length; number++) {
      const own = this.#codes[number] ?? NONE;
      for (let at = 0; at < own.length; at++) if (wanted[own[at]!] === 1) set[number] = 1;
    }
  }

  /** Adds the documents whose list is empty. */
  addEmpty(set: DocumentSet): void {
    for (let number = 0; number < set.length; number++) {
      if ((this.#codes[number] ?? NONE).length === 0) set[number] = 1;
    }
  }

  count(set: DocumentSet): Map<string, number> {
    const counts = new Int32Array(this.#dictionary.texts.length);
    for (let number = 0; number < set.length; number++) {
      if (set[number] === 0) continue;
      const own = this.#codes[number] ?? NONE;
      for (let at = 0; at < own.length; at++) counts[own[at]!]! += 1;
    }
    return named(counts, this.#dictionary.texts);
  }
}

/** Numbers, flags (0 or 1) and moments, or nothing (NaN). */
export class NumberColumn {
  readonly #values: number[] = [];

  set(number: number, value: number | boolean | null): void {
    this.#values[number] = value === null ? NaN : Number(value);
  }

  get(number: number): number | null {
    const value = this.#values[number] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }

  /** Adds the documents whose value passes the test; NaN is no value. */
  addWhere(test: (value: number) => boolean, set: DocumentSet): void {
    for (let number = 0; number < set.length; number++) {
      if (test(this.#values[number] ?? NaN)) set[number] = 1;
    }
  }

  /** Counts by the year, UTC, of the moments. */
  countYears(set: DocumentSet): Map<string, number> {
    const counts = new Map<number, number>();
    for (let number = 0; number < set.length; number++) {
      if (set[number] === 0) continue;
      const moment = this.#values[number] ?? NaN;
      if (Number.isNaN(moment)) continue;
      const year = new Date(moment).getUTCFullYear();
      counts.set(year, (counts.get(year) ?? 0) + 1);
    }
    return new Map([...counts].map(([year, count]) => [String(year), count]));
  }
}

function flags(codes: Iterable<number>, size: number): Uint8Array {
  const wanted = new Uint8Array(size);
  for (const code of codes) wanted[code] = 1;
  return wanted;
}

/** The counts by text; code 0 is "nothing". */
function named(counts: Int32Array, texts: readonly string[]): Map<string, number> {
  const named = new Map<string, number>();
  for (let code = 1; code < counts.length; code++) {
    if (counts[code]! > 0) named.set(texts[code]!, counts[code]!);
  }
  return named;
}
