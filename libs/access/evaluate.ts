import type { DocumentFacts } from './document-facts.ts';
import type { Predicate } from './predicate.ts';

/** The predicate as plain code: whether it holds for one document's facts. */
export function evaluate(predicate: Predicate, facts: DocumentFacts): boolean {
  switch (predicate.op) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'and':
      return predicate.of.every((part) => evaluate(part, facts));
    case 'or':
      return predicate.of.some((part) => evaluate(part, facts));
    case 'not':
      return !evaluate(predicate.of, facts);
    case 'in': {
      const value = facts[predicate.field];
      return value !== null && predicate.values.includes(value);
    }
    case 'contains':
      return (facts[predicate.field] as readonly string[]).includes(predicate.value);
    case 'overlaps':
      return (facts[predicate.field] as readonly string[]).some((value) => predicate.values.includes(value));
    case 'empty':
      return facts[predicate.field].length === 0;
    case 'isTrue':
      return facts[predicate.field];
    case 'atMost':
      return facts[predicate.field] <= predicate.value;
    default:
      return holdsAt(predicate.op, facts[predicate.field], predicate.moment);
  }
}

function holdsAt(
  op: 'begunBy' | 'endsAfter' | 'before' | 'after',
  value: Date | null,
  moment: Date,
): boolean {
  if (value === null) return op === 'begunBy' || op === 'endsAfter';
  switch (op) {
    case 'begunBy':
      return value <= moment;
    case 'before':
      return value < moment;
    case 'endsAfter':
    case 'after':
      return value > moment;
  }
}
