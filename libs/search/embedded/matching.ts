import type { DocumentFacts, Predicate } from '#access';
import type { DocumentSet, ListColumn, NumberColumn, TextColumn } from './columns.ts';
import type { Columns } from './facts-table.ts';

/**
 * The documents for which the predicate holds, among those with the numbers 0 to `size`. It holds for
 * exactly those facts for which `evaluate` of #access does. Throws RangeError for a moment that is none.
 */
export function matching(
  predicate: Predicate,
  columns: Columns,
  numbers: ReadonlyMap<string, number>,
  size: number,
): DocumentSet {
  const text = (field: keyof DocumentFacts) => columns[field] as TextColumn;
  const list = (field: keyof DocumentFacts) => columns[field] as ListColumn;
  const number = (field: keyof DocumentFacts) => columns[field] as NumberColumn;

  const setOf = (part: Predicate): DocumentSet => {
    const set = new Uint8Array(size);
    switch (part.op) {
      case 'always':
        return set.fill(1);
      case 'never':
        return set;
      case 'and':
        return part.of.map(setOf).reduce(intersect, new Uint8Array(size).fill(1));
      case 'or':
        return part.of.map(setOf).reduce(unite, set);
      case 'not':
        return complement(setOf(part.of));
      case 'in':
        if (part.field === 'id') addIds(part.values, numbers, set);
        else text(part.field).addIn(part.values, set);
        break;
      case 'contains':
        list(part.field).addOverlapping([part.value], set);
        break;
      case 'overlaps':
        list(part.field).addOverlapping(part.values, set);
        break;
      case 'empty':
        list(part.field).addEmpty(set);
        break;
      case 'isTrue':
        number(part.field).addWhere((value) => value === 1, set);
        break;
      case 'atMost':
        number(part.field).addWhere((value) => value <= part.value, set);
        break;
      default:
        number(part.field).addWhere(momentTest(part.op, part.moment), set);
    }
    return set;
  };
  return setOf(predicate);
}

function momentTest(
  op: 'begunBy' | 'endsAfter' | 'before' | 'after',
  moment: Date,
): (value: number) => boolean {
  const time = moment.getTime();
  if (Number.isNaN(time)) throw new RangeError('not a moment: Invalid Date');
  switch (op) {
    case 'begunBy':
      return (value) => Number.isNaN(value) || value <= time;
    case 'endsAfter':
      return (value) => Number.isNaN(value) || value > time;
    case 'before':
      return (value) => value < time;
    case 'after':
      return (value) => value > time;
  }
}

function addIds(ids: readonly string[], numbers: ReadonlyMap<string, number>, set: DocumentSet): void {
  for (const id of ids) {
    const number = numbers.get(id);
    if (number !== undefined) set[number] = 1;
  }
}

/** The documents in both; the first set is changed. */
export function intersect(set: DocumentSet, other: DocumentSet): DocumentSet {
  for (let number = 0; number < set.length; number++) set[number]! &= other[number]!;
  return set;
}

/** The documents in either; the first set is changed. */
export function unite(set: DocumentSet, other: DocumentSet): DocumentSet {
  for (let number = 0; number < set.length; number++) set[number]! |= other[number]!;
  return set;
}

function complement(set: DocumentSet): DocumentSet {
  for (let number = 0; number < set.length; number++) set[number]! ^= 1;
  return set;
}

export function sizeOf(set: DocumentSet): number {
  let size = 0;
  for (let number = 0; number < set.length; number++) size += set[number]!;
  return size;
}
