import { wordsOf } from './tokens.ts';

/** Words that are corrected in one query; more unknown ones are no typing errors. */
export const MOST_CORRECTED = 8;
/** A guess counts less than what was typed. */
export const CORRECTED_IMPORTANCE = 0.6;
export const TYPED_WORD = /^[a-z]{2,}$/;
/** Capitals inside a word make a name or an acronym of it, which is meant as it is. */
export const NAME = /\p{L}\p{Lu}/u;

/** The text with the corrections in it; null when there are none. */
export function correctedText(text: string, corrections: ReadonlyMap<string, string>): string | null {
  if (corrections.size === 0) return null;
  let result = '';
  let at = 0;
  for (const { word, start, end } of wordsOf(text)) {
    const correction = corrections.get(word);
    if (correction === undefined) continue;
    result += text.slice(at, start) + inTheCaseOf(word, correction);
    at = end;
  }
  return result + text.slice(at);
}

function inTheCaseOf(typed: string, word: string): string {
  if (typed === typed.toUpperCase()) return word.toUpperCase();
  const first = typed.charAt(0);
  return first === first.toUpperCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
