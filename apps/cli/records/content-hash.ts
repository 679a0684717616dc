import { createHash } from 'node:crypto';
import { ShapeError } from './record-result.ts';

/** Far beyond any real `details`; keeps a hostile file from exhausting the stack. */
const DEEPEST = 100;

/**
 * SHA-256, in hexadecimal digits, over the record as JSON with sorted keys, so that neither the format it
 * came in nor the order of its keys matters. `externalId` is left out: it says which record it is, the
 * hash says what is in it. Throws ShapeError when a value is nested more than 100 levels deep.
 */
export function contentHash(record: object): string {
  return createHash('sha256').update(canonicalJson(record)).digest('hex');
}

function canonicalJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new ShapeError(`a value is nested more than ${DEEPEST} levels deep`);
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member, depth + 1)}`);
    return `{${members.join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}
