import type { Predicate } from '#access';
import type { Columns, DocumentSet, ListColumn, NumberColumn, TextColumn } from './columns.ts';

/** Sets that are kept, and how long lists of values may be that are worth a look. A set is a byte a document. */
const MOST_KEPT = 200;
const MOST_VALUES_KEPT = 20;
/** Of fewer documents a test is worked out sooner than it is looked up. */
const FEWEST_DOCUMENTS = 256;

/**
 * Works out for which documents predicates hold. A part that several predicates of one search have in
 * common, such as the access rule, is worked out once: it is the same object in all of them.
 */
export class Matching {
  readonly #columns: Columns;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #size: number;
  readonly #known = new Map<Predicate, DocumentSet>();
  readonly #kept: Map<string, DocumentSet>;

  /**
   * `numbers` by id; the documents have the numbers from 0 up to `size`, exclusive. `kept` is what earlier
   * searches have worked out since the documents changed last.
   */
  constructor(
    columns: Columns,
    numbers: ReadonlyMap<string, number>,
    size: number,
    kept: Map<string, DocumentSet>,
  ) {
    this.#kept = kept;
    this.#columns = columns;
    this.#numbers = numbers;
    this.#size = size;
  }

  /**
   * The documents for which the predicate holds; not to be changed. It holds for exactly those facts for
   * which `evaluate` of #access does. Throws RangeError for a moment that is none.
   */
  of(predicate: Predicate): DocumentSet {
    let set = this.#known.get(predicate);
    if (!set) this.#known.set(predicate, (set = this.#keptOrWorkedOut(predicate)));
    return set;
  }

  /** Tests of single facts are mostly the same from search to search; only the moment is always another. */
  #keptOrWorkedOut(part: Predicate): DocumentSet {
    if (this.#size < FEWEST_DOCUMENTS || !isWorthKeeping(part)) return this.#workedOut(part);
    const key = JSON.stringify({ ...part, says: undefined });
    let set = this.#kept.get(key);
    if (!set) {
      set = this.#workedOut(part);
      if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
      this.#kept.set(key, set);
    }
    return set;
  }

  #workedOut(part: Predicate): DocumentSet {
    const set = new Uint8Array(this.#size);
    switch (part.op) {
      case 'always':
        return set.fill(1);
      case 'never':
        return set;
      case 'and':
        return part.of.reduce<DocumentSet>((all, each) => intersect(all, this.of(each)), set.fill(1));
      case 'or':
        return part.of.reduce<DocumentSet>((all, each) => unite(all, this.of(each)), set);
      case 'not':
        return complement(this.of(part.of));
      case 'in':
        if (part.field === 'id') this.#addIds(part.values, set);
        else this.#text(part.field).addIn(part.values, set);
        return set;
      case 'contains':
        this.#list(part.field).addOverlapping([part.value], set);
        return set;
      case 'overlaps':
        this.#list(part.field).addOverlapping(part.values, set);
        return set;
      case 'empty':
        this.#list(part.field).addEmpty(set);
        return set;
      case 'isTrue':
        this.#number(part.field).addBetween(1, 1, false, set);
        return set;
      case 'atMost':
        this.#number(part.field).addBetween(-Infinity, part.value, false, set);
        return set;
      default:
        this.#addByTime(part, set);
        return set;
    }
  }

  #addByTime(part: Extract<Predicate, { moment: Date }>, set: DocumentSet): void {
    const time = part.moment.getTime();
    if (Number.isNaN(time)) throw new RangeError('not a moment: Invalid Date');
    const column = this.#number(part.field);
    // Moments are whole milliseconds.
    if (part.op === 'begunBy') column.addBetween(-Infinity, time, true, set);
    else if (part.op === 'endsAfter') column.addBetween(time + 1, Infinity, true, set);
    else if (part.op === 'before') column.addBetween(-Infinity, time - 1, false, set);
    else column.addBetween(time + 1, Infinity, false, set);
  }

  #addIds(ids: readonly string[], set: DocumentSet): void {
    for (const id of ids) {
      const number = this.#numbers.get(id);
      if (number !== undefined) set[number] = 1;
    }
  }

  #text(field: keyof Columns): TextColumn {
    return this.#columns[field] as TextColumn;
  }

  #list(field: keyof Columns): ListColumn {
    return this.#columns[field] as ListColumn;
  }

  #number(field: keyof Columns): NumberColumn {
    return this.#columns[field] as NumberColumn;
  }
}

function isWorthKeeping(part: Predicate): boolean {
  // Of a number, JSON does not tell NaN from infinity.
  if ('of' in part || 'moment' in part || part.op === 'atMost') return false;
  return !('values' in part) || part.values.length <= MOST_VALUES_KEPT;
}

/** The documents in both; the first set is changed. */
export function intersect(set: DocumentSet, other: DocumentSet): DocumentSet {
  const [fours, otherFours] = [inFours(set), inFours(other)];
  for (let at = 0; at < fours.length; at++) fours[at]! &= otherFours[at]!;
  for (let number = fours.length * 4; number < set.length; number++) set[number]! &= other[number]!;
  return set;
}

/** The documents in either; the first set is changed. */
function unite(set: DocumentSet, other: DocumentSet): DocumentSet {
  const [fours, otherFours] = [inFours(set), inFours(other)];
  for (let at = 0; at < fours.length; at++) fours[at]! |= otherFours[at]!;
  for (let number = fours.length * 4; number < set.length; number++) set[number]! |= other[number]!;
  return set;
}

function complement(of: DocumentSet): DocumentSet {
  const set = of.slice();
  const fours = inFours(set);
  for (let at = 0; at < fours.length; at++) fours[at]! ^= 0x01010101;
  for (let number = fours.length * 4; number < set.length; number++) set[number]! ^= 1;
  return set;
}

/** Four documents at a time; what remains at the end is not in it. Every set has a buffer of its own. */
function inFours(set: DocumentSet): Uint32Array {
  return new Uint32Array(set.buffer, 0, set.length >> 2);
}

export function sizeOf(set: DocumentSet): number {
  let size = 0;
  for (let number = 0; number < set.length; number++) size += set[number]!;
  return size;
}
