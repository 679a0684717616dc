/** What is looked for, taken out of the text that somebody typed. Every entry is words joined by one blank. */
export interface QueryPlan {
  /** Single words; with no `phrases`, any one of them finds a document, and each adds to its rank. */
  words: readonly string[];
  /** Words typed as one ("dual-use"): their parts are in `words`, their occurrence in a row ranks higher. */
  compounds: readonly string[];
  /** Typed in quotation marks: all of them must occur, each with its words in a row. */
  phrases: readonly string[];
  /** Typed with a minus in front: none of them may occur. */
  excluded: readonly string[];
}

/** Words beyond these limits are ignored: they would cost time, and no longer change what comes first. */
const MOST_WORDS = 64;
const MOST_PHRASES = 16;
const MOST_WORDS_IN_PHRASE = 32;

/** A word as the `unicode61` tokeniser of SQLite sees it: letters, numbers and private-use characters. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
/** A passage in quotation marks or a run without blanks; a minus counts only in front of one. */
const PIECE = /(?<minus>(?<!\S)-(?=["\p{L}\p{N}]))?(?:"(?<phrase>[^"]*)"|(?<run>[^\s"]+))/gu;
/** English clitics ("China's", "don't"), which the tokeniser would otherwise split off as words. */
const CLITIC = /(?<=\p{L})['’](?:s|t|d|m|re|ve|ll)(?![\p{L}\p{N}])/giu;

/** Function words, which nearly every English text has: Lucene's list, and those that questions are made of. */
const FUNCTION_WORDS = new Set(
  (
    'a an and are as at be by for if in into is it no not of on or such that the their then there these ' +
    'they this to was will with but been being can could did do does from had has have having he her his ' +
    'how i its me my our she should so than them those us we were what when where which who whom whose why ' +
    'would you your'
  ).split(' '),
);

/** Whether the text asks for everything: it is empty, or nothing but blanks. */
export function isBlank(text: string): boolean {
  return cleaned(text).trim() === '';
}

/** Reads a query. Never fails, whatever is typed; a text without a single word gives an empty plan. */
export function parseQuery(text: string): QueryPlan {
  const typed = cleaned(text)
    .replace(/[“”„«»]/g, '"')
    .replace(CLITIC, '');
  const words: string[] = [];
  const compounds = new Set<string>();
  const phrases = new Set<string>();
  const excluded = new Set<string>();
  for (const { groups } of typed.matchAll(PIECE)) {
    const parts = (groups?.phrase ?? groups?.run ?? '').match(WORD) ?? [];
    const joined = parts.slice(0, MOST_WORDS_IN_PHRASE).join(' ');
    if (parts.length === 0) continue;
    if (groups?.minus !== undefined) excluded.add(joined);
    else if (groups?.phrase !== undefined) phrases.add(joined);
    else {
      words.push(...parts);
      if (parts.length > 1) compounds.add(joined);
    }
  }
  return {
    words: mostTelling(withoutFunctionWords(words, phrases.size > 0)),
    compounds: [...compounds].slice(0, MOST_PHRASES),
    phrases: [...phrases].slice(0, MOST_PHRASES),
    excluded: [...excluded].slice(0, MOST_WORDS),
  };
}

/** The plan as an FTS5 MATCH expression that is true of its hits, exclusions left out; null if nothing is looked for. */
export function wantedExpression(plan: QueryPlan): string | null {
  if (plan.phrases.length > 0) return plan.phrases.map(quoted).join(' AND ');
  return anyOf(plan.words);
}

/** The FTS5 MATCH expression of what a hit may not contain; null if nothing is excluded. */
export function excludedExpression(plan: QueryPlan): string | null {
  return anyOf(plan.excluded);
}

/** The FTS5 MATCH expression of everything in a hit that is to be marked; null if there is no such thing. */
export function markedExpression(plan: QueryPlan): string | null {
  return anyOf([...plan.phrases, ...plan.words]);
}

/** An FTS5 string: inside quotation marks nothing is an operator. */
export function quoted(words: string): string {
  return `"${words.replaceAll('"', '""')}"`;
}

function anyOf(terms: readonly string[]): string | null {
  return terms.length === 0 ? null : terms.map(quoted).join(' OR ');
}

/** Composed letters, as in the index, and no control characters (NUL would end the text for SQLite). */
function cleaned(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ');
}

/** Function words are dropped unless they are all there is. WHO, US and IT are names when typed in capitals. */
function withoutFunctionWords(words: readonly string[], othersRemain: boolean): readonly string[] {
  const shouted = words.every((word) => word === word.toUpperCase());
  const isName = (word: string) => !shouted && word.length > 1 && word === word.toUpperCase();
  const telling = words.filter((word) => isName(word) || !FUNCTION_WORDS.has(word.toLowerCase()));
  return telling.length > 0 || othersRemain ? telling : words;
}

/**
 * Distinct words, in the order typed. When there are too many, as in a pasted paragraph, those are kept
 * that say most about it: the repeated ones, then the longest.
 */
function mostTelling(words: readonly string[]): readonly string[] {
  const occurrences = new Map<string, number>();
  for (const word of words) {
    const key = word.toLowerCase();
    occurrences.set(key, (occurrences.get(key) ?? 0) + 1);
  }
  const distinct = [...occurrences.keys()];
  if (distinct.length <= MOST_WORDS) return distinct;
  const kept = new Set(
    [...occurrences]
      .sort(([a, times], [b, timesOfB]) => timesOfB - times || b.length - a.length)
      .slice(0, MOST_WORDS)
      .map(([word]) => word),
  );
  return distinct.filter((word) => kept.has(word));
}
