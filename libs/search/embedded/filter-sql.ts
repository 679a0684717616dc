import type { Predicate } from '#access';
import type { SQLInputValue } from 'node:sqlite';
import { encodeMoment, encodeValue, listItem } from './fact-columns.ts';

/** Above this many values a list is handed over as one JSON parameter: SQLite has only so many placeholders. */
const MOST_PLACEHOLDERS = 200;

/** Collects the constants of one statement; the same constant is bound once. */
export class Parameters {
  readonly values: SQLInputValue[] = [];
  readonly #places = new Map<SQLInputValue, string>();

  /** Adds a constant and returns its placeholder, `?1` and so on. */
  bind(value: string | number): string {
    let place = this.#places.get(value);
    if (place === undefined) {
      this.values.push(value);
      place = `?${this.values.length}`;
      this.#places.set(value, place);
    }
    return place;
  }
}

/**
 * The predicate as an SQLite expression over the columns of `documents` (alias `d`), 0 or 1 and never null,
 * so that it may be negated safely. It holds for exactly those facts for which `evaluate` of #access does.
 */
export function filterSql(predicate: Predicate, parameters: Parameters): string {
  switch (predicate.op) {
    case 'always':
      return '1';
    case 'never':
      return '0';
    case 'and':
      return joined(
        predicate.of.map((part) => filterSql(part, parameters)),
        'AND',
        '1',
      );
    case 'or':
      return joined(
        predicate.of.map((part) => filterSql(part, parameters)),
        'OR',
        '0',
      );
    case 'not':
      return `(NOT ${filterSql(predicate.of, parameters)})`;
    case 'in':
      return isOneOf(`d.${predicate.field}`, predicate.values, parameters);
    case 'contains':
      return hasItem(`d.${predicate.field}`, predicate.value, parameters);
    case 'overlaps':
      return hasAnyItem(`d.${predicate.field}`, predicate.values, parameters);
    case 'empty':
      return `(d.${predicate.field} = '')`;
    case 'isTrue':
      return `(d.${predicate.field} = 1)`;
    case 'atMost':
      // Nothing is at most NaN; bound as a parameter it would become null.
      return Number.isNaN(predicate.value)
        ? '0'
        : `(d.${predicate.field} <= ${parameters.bind(predicate.value)})`;
    default:
      return holdsAt(predicate.op, `d.${predicate.field}`, parameters.bind(encodeMoment(predicate.moment)));
  }
}

function holdsAt(op: 'begunBy' | 'endsAfter' | 'before' | 'after', column: string, moment: string): string {
  switch (op) {
    case 'begunBy':
      return `(${column} IS NULL OR ${column} <= ${moment})`;
    case 'endsAfter':
      return `(${column} IS NULL OR ${column} > ${moment})`;
    case 'before':
      return `(${column} IS NOT NULL AND ${column} < ${moment})`;
    case 'after':
      return `(${column} IS NOT NULL AND ${column} > ${moment})`;
  }
}

/** A column without a value is in no list. `IS` is never null; `IN` is, for a null on its left. */
function isOneOf(column: string, values: readonly string[], parameters: Parameters): string {
  const encoded = values.map(encodeValue);
  if (encoded.length === 0) return '0';
  if (encoded.length === 1) return `(${column} IS ${parameters.bind(encoded[0]!)})`;
  const list =
    encoded.length > MOST_PLACEHOLDERS
      ? `SELECT value FROM json_each(${parameters.bind(JSON.stringify(encoded))})`
      : encoded.map((value) => parameters.bind(value)).join(', ');
  return `(${column} IS NOT NULL AND ${column} IN (${list}))`;
}

function hasItem(column: string, value: string, parameters: Parameters): string {
  return `(instr(${column}, ${parameters.bind(listItem(value))}) > 0)`;
}

function hasAnyItem(column: string, values: readonly string[], parameters: Parameters): string {
  if (values.length <= MOST_PLACEHOLDERS) {
    return joined(
      values.map((value) => hasItem(column, value, parameters)),
      'OR',
      '0',
    );
  }
  const items = parameters.bind(JSON.stringify(values.map(listItem)));
  return `EXISTS (SELECT 1 FROM json_each(${items}) AS item WHERE instr(${column}, item.value) > 0)`;
}

/** Joined in halves: SQLite limits how deep an expression is nested, and a plain chain nests once per part. */
function joined(parts: readonly string[], operator: 'AND' | 'OR', none: string): string {
  if (parts.length === 0) return none;
  if (parts.length === 1) return parts[0]!;
  const middle = Math.ceil(parts.length / 2);
  const [left, right] = [parts.slice(0, middle), parts.slice(middle)];
  return `(${joined(left, operator, none)} ${operator} ${joined(right, operator, none)})`;
}
