import type { DocumentFacts } from './document-facts.ts';
import { evaluate } from './evaluate.ts';
import type { Predicate } from './predicate.ts';

/** Whether a predicate holds for a document, and why or why not, in words. */
export interface Explanation {
  holds: boolean;
  reasons: string[];
}

/**
 * Explains the rule by the rule itself: walks the very predicate that is enforced and collects the words
 * of the parts that decide. Where it does not hold, an alternative that does not apply to the document at
 * all, because a condition without words of its own fails, says nothing.
 */
export function explain(predicate: Predicate, facts: DocumentFacts): Explanation {
  const holds = evaluate(predicate, facts);
  return { holds, reasons: [...new Set(reasons(predicate, facts, holds))] };
}

function reasons(predicate: Predicate, facts: DocumentFacts, holds: boolean): string[] {
  if (predicate.says) return [holds ? predicate.says.yes : predicate.says.no].filter(Boolean);
  if (predicate.op !== 'and' && predicate.op !== 'or') return [];
  const parts = predicate.of.map((part) => ({ part, holds: evaluate(part, facts) }));
  const words = parts
    .filter((one) => one.holds === holds)
    .map((one) => ({ wordless: isWordless(one.part), reasons: reasons(one.part, facts, one.holds) }));
  if (predicate.op === 'and' && !holds && words.some((one) => one.wordless)) return [];
  return words.flatMap((one) => one.reasons);
}

/** A plain condition, such as the document's level, that only says to which documents a clause applies. */
function isWordless(predicate: Predicate): boolean {
  if (predicate.says) return false;
  if (predicate.op === 'not') return isWordless(predicate.of);
  return predicate.op !== 'and' && predicate.op !== 'or';
}
