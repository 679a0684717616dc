/**
 * Which documents have a token. Documents are numbered and lie in blocks; per token and block there are
 * two lists in the order of the numbers: `weights`, a pair of 16-bit numbers for each document (its place
 * in the block, and how heavily it has the token, in halves); and `places`, for each document the number
 * of places and the places, as differences, in numbers of variable length (seven bits to a byte).
 */

/** Documents in a block: few enough that a change rewrites little, many enough that a search reads little. */
export const BLOCK = 1_024;
const HEAVIEST = 0xffff;

export interface Posting {
  /** Place of the document in its block. */
  offset: number;
  weight: number;
  /** Ascending. */
  places: readonly number[];
}

export interface PostingsRow {
  weights: Uint8Array;
  places: Uint8Array;
}

/** `postings` in ascending order of their offsets. */
export function encoded(postings: readonly Posting[]): PostingsRow {
  const weights = new Uint16Array(postings.length * 2);
  const places: number[] = [];
  postings.forEach(({ offset, weight, places: own }, index) => {
    weights[index * 2] = offset;
    weights[index * 2 + 1] = Math.min(HEAVIEST, Math.round(weight * 2));
    pushNumber(places, own.length);
    let before = 0;
    for (const place of own) {
      pushNumber(places, place - before);
      before = place;
    }
  });
  return { weights: new Uint8Array(weights.buffer), places: Uint8Array.from(places) };
}

export function decoded(row: PostingsRow): Posting[] {
  const pairs = weightPairs(row.weights);
  const postings: Posting[] = [];
  const reader = new PlacesReader(row.places);
  for (let at = 0; at < pairs.length; at += 2) {
    postings.push({ offset: pairs[at]!, weight: pairs[at + 1]! / 2, places: reader.next() });
  }
  return postings;
}

/** One row after another, when all documents of the second stand behind those of the first. */
export function joined(first: PostingsRow, second: PostingsRow): PostingsRow {
  return {
    weights: concatenated(first.weights, second.weights),
    places: concatenated(first.places, second.places),
  };
}

/** Offset and weight (in halves) by turns. */
export function weightPairs(weights: Uint8Array): Uint16Array {
  // A view needs an even start; SQLite gives every value a buffer of its own, but that is its business.
  const bytes = weights.byteOffset % 2 === 0 ? weights : weights.slice();
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}

/** The places of the documents whose offsets are wanted, by offset. */
export function placesOf(row: PostingsRow, wanted: (offset: number) => boolean): Map<number, number[]> {
  const pairs = weightPairs(row.weights);
  const reader = new PlacesReader(row.places);
  const found = new Map<number, number[]>();
  for (let at = 0; at < pairs.length; at += 2) {
    const offset = pairs[at]!;
    if (wanted(offset)) found.set(offset, reader.next());
    else reader.skip();
  }
  return found;
}

class PlacesReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number[] {
    const count = this.#number();
    const places: number[] = [];
    let place = 0;
    for (let index = 0; index < count; index++) {
      place += this.#number();
      places.push(place);
    }
    return places;
  }

  skip(): void {
    for (let left = this.#number(); left > 0; left--) {
      while (this.#bytes[this.#at++]! >= 0x80);
    }
  }

  #number(): number {
    let number = 0;
    let shift = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++] ?? 0;
      number += (byte & 0x7f) * shift;
      if (byte < 0x80) return number;
      shift *= 0x80;
    }
  }
}

function pushNumber(bytes: number[], number: number): void {
  let rest = number;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
