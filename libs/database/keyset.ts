import { isStorable } from '#input';
import { BadInput, decodeCursor, encodeCursor, isId } from '#kernel';
import type { Bindings } from './bindings.ts';

/** The largest number of PostgreSQL's `int`. */
const GREATEST_INT = 2 ** 31 - 1;

/** The order of a list: by a key, and among equal keys by id, both in one direction. */
export interface Keyset {
  /** SQL expression of the key, which is never null. */
  key: string;
  type: 'timestamptz' | 'text' | 'int';
  /** SQL expression of the id, a uuid. */
  id: string;
  direction: 'ASC' | 'DESC';
}

/** What goes behind ORDER BY. */
export function keysetOrder({ key, id, direction }: Keyset): string {
  return `${key} ${direction}, ${id} ${direction}`;
}

/** The cursor of a row with this key and id. */
export function keysetCursor(key: Date | string | number, id: string): string {
  return encodeCursor([key instanceof Date ? key.toISOString() : key, id]);
}

/** The SQL condition of what stands behind a cursor. Throws BadInput when it is no cursor of such a list. */
export function behindCursor(
  { key, type, id, direction }: Keyset,
  cursor: string,
  bind: Bindings['bind'],
): string {
  const [last, lastId] = decodeCursor(cursor, 2);
  if (!isKeyOf(type, last) || !isId(lastId)) throw new BadInput('after is not a cursor of this list');
  const comparison = direction === 'DESC' ? '<' : '>';
  return `(${key}, ${id}) ${comparison} (${bind(last)}::${type}, ${bind(lastId)}::uuid)`;
}

function isKeyOf(type: Keyset['type'], key: unknown): boolean {
  if (type === 'int') return Number.isInteger(key) && Math.abs(key as number) <= GREATEST_INT;
  return typeof key === 'string' && (type === 'text' || isStorable(new Date(key)));
}
