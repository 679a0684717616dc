import type { DocumentFacts } from './document-facts.ts';
import type { Predicate } from './predicate.ts';

/** Where the compiler finds things: the SQL expression of a field, and a place for a constant. */
export interface SqlDialect {
  column: (field: keyof DocumentFacts) => string;
  /**
   * Adds a parameter and returns its placeholder, `$1` and so on. Equal values for one place (an SQL
   * expression that they are compared with) may share a number: they are read as the same type.
   */
  bind: (value: unknown, place: string) => string;
}

/** Of the fields that have one value, those that may be without any. */
const MAY_BE_NULL: ReadonlySet<keyof DocumentFacts> = new Set([
  ...(['workState', 'authorId', 'decision', 'severity', 'collaborationType'] as const),
]);

/**
 * Fields whose values are words of ours, a few each. These are written into the statement, where the planner
 * can use what it knows of how frequent they are.
 */
const IN_WORDS: ReadonlySet<keyof DocumentFacts> = new Set([
  ...(['kind', 'state', 'workState', 'level', 'attribution'] as const),
]);
const WORD = /^[A-Z][A-Z_]*$/;

/** The predicate as a PostgreSQL boolean expression. Never null, so that it may be negated safely. */
export function toSql(predicate: Predicate, dialect: SqlDialect): string {
  const { column, bind } = dialect;
  switch (predicate.op) {
    case 'always':
      return 'true';
    case 'never':
      return 'false';
    case 'and':
    case 'or':
      return `(${predicate.of.map((part) => toSql(part, dialect)).join(predicate.op === 'and' ? ' AND ' : ' OR ')})`;
    case 'not':
      return `NOT ${toSql(predicate.of, dialect)}`;
    case 'in':
      return oneOf(predicate.field, predicate.values, dialect);
    case 'contains':
      return `(${bind(predicate.value, column(predicate.field))} = ANY(${column(predicate.field)}))`;
    case 'overlaps':
      return `(${column(predicate.field)} && ${bind(predicate.values, listOf(column(predicate.field)))})`;
    case 'empty':
      return `(cardinality(${column(predicate.field)}) = 0)`;
    case 'isTrue':
      return column(predicate.field);
    case 'atMost':
      return `(${column(predicate.field)} <= ${bind(predicate.value, column(predicate.field))})`;
    case 'begunBy':
      return `(${column(predicate.field)} IS NULL OR ${column(predicate.field)} <= ${bind(predicate.moment, column(predicate.field))})`;
    case 'endsAfter':
      return `(${column(predicate.field)} IS NULL OR ${column(predicate.field)} > ${bind(predicate.moment, column(predicate.field))})`;
    case 'before':
      return `(${column(predicate.field)} IS NOT NULL AND ${column(predicate.field)} < ${bind(predicate.moment, column(predicate.field))})`;
    case 'after':
      return `(${column(predicate.field)} IS NOT NULL AND ${column(predicate.field)} > ${bind(predicate.moment, column(predicate.field))})`;
  }
}

/**
 * Where the field has no value, what would be null is made false: what is not there is in no list. Only there,
 * for behind `coalesce` PostgreSQL sees no index and would look at every document.
 */
function oneOf(
  field: Extract<Predicate, { op: 'in' }>['field'],
  values: readonly string[],
  { column, bind }: SqlDialect,
): string {
  const place = column(field);
  const [value] = values;
  const single = values.length === 1;
  const constant = single && IN_WORDS.has(field) && WORD.test(value!) ? `'${value}'` : null;
  const test = single
    ? `${place} = ${constant ?? bind(value, place)}`
    : `${place} = ANY(${bind(values, listOf(place))})`;
  return MAY_BE_NULL.has(field) ? `coalesce(${test}, false)` : `(${test})`;
}

/** The place of a list of what is compared with an expression: another type than that of one value. */
function listOf(expression: string): string {
  return `list of ${expression}`;
}
