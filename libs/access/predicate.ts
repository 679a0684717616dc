import type { DocumentFacts } from './document-facts.ts';

/**
 * A predicate over the facts of a document: plain data, so that one description of the access rule can
 * be evaluated, compiled to SQL and compiled to a search filter. Everything about the caller is already
 * a constant in it. Small on purpose: every node is one more thing that three compilers must agree on.
 */
export type Predicate = Test & {
  /** What holding or not holding means to people; see `because`. */
  readonly says?: Says;
};

/** The words for a predicate that holds, and for one that does not; an empty one says nothing. */
export interface Says {
  yes: string;
  no: string;
}

type Test =
  | { op: 'always' }
  | { op: 'never' }
  | { op: 'and' | 'or'; of: readonly Predicate[] }
  | { op: 'not'; of: Predicate }
  | { op: 'in'; field: ScalarField; values: readonly string[] }
  | { op: 'contains'; field: ListField; value: string }
  | { op: 'overlaps'; field: ListField; values: readonly string[] }
  | { op: 'empty'; field: ListField }
  | { op: 'isTrue'; field: FlagField }
  | { op: 'atMost'; field: NumberField; value: number }
  | { op: 'begunBy' | 'endsAfter' | 'before' | 'after'; field: TimeField; moment: Date };

type FieldsOf<T> = {
  [K in keyof DocumentFacts]: DocumentFacts[K] extends T ? K : never;
}[keyof DocumentFacts];

export type ScalarField = FieldsOf<string | null>;
export type ListField = FieldsOf<readonly string[]>;
export type FlagField = FieldsOf<boolean>;
export type NumberField = FieldsOf<number>;
export type TimeField = FieldsOf<Date | null>;

export const always: Predicate = { op: 'always' };
export const never: Predicate = { op: 'never' };

/** All of them hold. Constants are folded away, so that what is compiled is no larger than what is asked. */
export function and(...predicates: readonly Predicate[]): Predicate {
  const of = predicates
    .flatMap((p) => (p.op === 'and' && !p.says ? p.of : [p]))
    .filter((p) => p.op !== 'always');
  if (of.some((p) => p.op === 'never')) return never;
  return of.length === 0 ? always : of.length === 1 ? of[0]! : { op: 'and', of };
}

/** At least one of them holds. */
export function or(...predicates: readonly Predicate[]): Predicate {
  const of = predicates
    .flatMap((p) => (p.op === 'or' && !p.says ? p.of : [p]))
    .filter((p) => p.op !== 'never');
  if (of.some((p) => p.op === 'always')) return always;
  return of.length === 0 ? never : of.length === 1 ? of[0]! : { op: 'or', of };
}

export function not(predicate: Predicate): Predicate {
  if (predicate.op === 'always') return never;
  if (predicate.op === 'never') return always;
  return { op: 'not', of: predicate };
}

/** The same predicate with words for people. It changes nothing about what holds. */
export function because(predicate: Predicate, yes: string, no: string): Predicate {
  return { ...predicate, says: { yes, no } };
}

/** The field has one of the values; a field without a value has none of them. */
export function isIn(field: ScalarField, values: readonly string[]): Predicate {
  return values.length === 0 ? never : { op: 'in', field, values };
}

export function is(field: ScalarField, value: string): Predicate {
  return isIn(field, [value]);
}

export function contains(field: ListField, value: string): Predicate {
  return { op: 'contains', field, value };
}

/** The list shares a value with `values`; nothing is shared with an empty list. */
export function overlaps(field: ListField, values: readonly string[]): Predicate {
  return values.length === 0 ? never : { op: 'overlaps', field, values };
}

export function isEmpty(field: ListField): Predicate {
  return { op: 'empty', field };
}

export function isTrue(field: FlagField): Predicate {
  return { op: 'isTrue', field };
}

export function atMost(field: NumberField, value: number): Predicate {
  return { op: 'atMost', field, value };
}

/** The field is unset, or not later than the moment. */
export function begunBy(field: TimeField, moment: Date): Predicate {
  return { op: 'begunBy', field, moment };
}

/** The field is unset, or later than the moment: an end is exclusive, so that two windows may touch. */
export function endsAfter(field: TimeField, moment: Date): Predicate {
  return { op: 'endsAfter', field, moment };
}

/** The field is set, and earlier than the moment. */
export function isBefore(field: TimeField, moment: Date): Predicate {
  return { op: 'before', field, moment };
}

/** The field is set, and later than the moment. */
export function isAfter(field: TimeField, moment: Date): Predicate {
  return { op: 'after', field, moment };
}
