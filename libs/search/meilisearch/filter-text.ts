import type { Predicate } from '#access';
import { encodeMoment, encodeValue, SHORT_ID, shortIdOf } from './fact-values.ts';

/** Every document has an id, so these hold for all of them and for none. */
const EVERYTHING = 'id EXISTS';
const NOTHING = 'id IN []';

/** Filters that must all hold. */
export type Filter = readonly string[];

/** The attribute has one of the values, as they are stored. */
export function encodedIsOneOf(attribute: string, values: readonly string[]): string {
  return listText(attribute, values);
}

/** The attribute has none of the values, as they are stored. */
export function encodedIsNoneOf(attribute: string, values: readonly string[]): string {
  return `NOT ${listText(attribute, values)}`;
}

/** Finds those with the ids, and perhaps a few others; for lists that are long. */
export function isAmong(ids: readonly string[]): string {
  return ids.length === 0 ? NOTHING : `${SHORT_ID} IN [${ids.map(shortIdOf).join(',')}]`;
}

/**
 * The predicate as a Meilisearch filter over the attributes of `storedFacts`. It holds for exactly those
 * facts for which `evaluate` of #access does; a negated part is the set of all other documents, so that
 * unset facts are no special case. Throws RangeError for a moment that is none.
 *
 * The time the server (1.50) takes to read a filter grows with the square of its length: a tenth of a second
 * for a list of 2,000 ids, three seconds for one of 10,000.
 */
export function filterText(predicate: Predicate): string {
  switch (predicate.op) {
    case 'always':
      return EVERYTHING;
    case 'never':
      return NOTHING;
    case 'and':
      return joined(predicate.of.map(filterText), 'AND', EVERYTHING);
    case 'or':
      return joined(predicate.of.map(filterText), 'OR', NOTHING);
    case 'not':
      // Two in a row are taken away, since the server limits how deep filters are nested.
      return predicate.of.op === 'not' ? filterText(predicate.of.of) : `NOT (${filterText(predicate.of)})`;
    case 'in':
    case 'overlaps':
      return listText(predicate.field, predicate.values.map(encodeValue));
    case 'contains':
      return listText(predicate.field, [encodeValue(predicate.value)]);
    case 'empty':
      return `${predicate.field} IS EMPTY`;
    case 'isTrue':
      return `${predicate.field} = true`;
    case 'atMost':
      return isAtMost(predicate.field, predicate.value);
    default:
      return holdsAt(predicate.op, predicate.field, encodeMoment(predicate.moment));
  }
}

/** A list has a value when one of its items is it. Of encoded values, none needs escaping. */
function listText(attribute: string, values: readonly string[]): string {
  return `${attribute} IN [${values.map((value) => `"${value}"`).join(', ')}]`;
}

function isAtMost(attribute: string, value: number): string {
  if (value === Infinity) return EVERYTHING;
  return Number.isFinite(value) ? `${attribute} <= ${value}` : NOTHING;
}

function holdsAt(
  op: 'begunBy' | 'endsAfter' | 'before' | 'after',
  attribute: string,
  moment: number,
): string {
  switch (op) {
    case 'begunBy':
      return `(${attribute} NOT EXISTS OR ${attribute} <= ${moment})`;
    case 'endsAfter':
      return `(${attribute} NOT EXISTS OR ${attribute} > ${moment})`;
    case 'before':
      return `${attribute} < ${moment}`;
    case 'after':
      return `${attribute} > ${moment}`;
  }
}

function joined(parts: readonly string[], operator: 'AND' | 'OR', none: string): string {
  if (parts.length === 0) return none;
  return parts.length === 1 ? parts[0]! : `(${parts.join(` ${operator} `)})`;
}
