import type { DocumentFacts } from './document-facts.ts';
import type { Predicate } from './predicate.ts';

/** Where the compiler finds things: the SQL expression of a field, and a place for a constant. */
export interface SqlDialect {
  column: (field: keyof DocumentFacts) => string;
  /** Adds a parameter and returns its placeholder, `$1` and so on. */
  bind: (value: unknown) => string;
}

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
      return predicate.field === 'id'
        ? `(${equality(column('id'), predicate.values, bind)})`
        : `coalesce(${equality(column(predicate.field), predicate.values, bind)}, false)`;
    case 'contains':
      return `(${bind(predicate.value)} = ANY(${column(predicate.field)}))`;
    case 'overlaps':
      return `(${column(predicate.field)} && ${bind(predicate.values)})`;
    case 'empty':
      return `(cardinality(${column(predicate.field)}) = 0)`;
    case 'isTrue':
      return column(predicate.field);
    case 'atMost':
      return `(${column(predicate.field)} <= ${bind(predicate.value)})`;
    case 'begunBy':
      return `(${column(predicate.field)} IS NULL OR ${column(predicate.field)} <= ${bind(predicate.moment)})`;
    case 'endsAfter':
      return `(${column(predicate.field)} IS NULL OR ${column(predicate.field)} > ${bind(predicate.moment)})`;
    case 'before':
      return `(${column(predicate.field)} IS NOT NULL AND ${column(predicate.field)} < ${bind(predicate.moment)})`;
    case 'after':
      return `(${column(predicate.field)} IS NOT NULL AND ${column(predicate.field)} > ${bind(predicate.moment)})`;
  }
}

/**
 * Null where the field has no value; `coalesce` makes it false, for what is not there is in no list. An id
 * is always there, and PostgreSQL does not see its index behind `coalesce`: it would look at every document
 * to find one.
 */
function equality(column: string, values: readonly string[], bind: (value: unknown) => string): string {
  return values.length === 1 ? `${column} = ${bind(values[0])}` : `${column} = ANY(${bind(values)})`;
}
