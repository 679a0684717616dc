/*
 * The English stemmer of M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), as SQLite's
 * FTS5 has it too, so that both engines take the same words for one.
 */

const CONSONANT = '[^aeiou]';
const VOWEL = '[aeiouy]';
const CONSONANTS = `${CONSONANT}[^aeiouy]*`;
const VOWELS = `${VOWEL}[aeiou]*`;
/** [C]VC…: the measure of the stem is above 0; is 1; is above 1. */
const MEASURE_ABOVE_0 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}`);
const MEASURE_IS_1 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}(?:${VOWELS})?$`);
const MEASURE_ABOVE_1 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`);
const HAS_VOWEL = new RegExp(`^(?:${CONSONANTS})?${VOWEL}`);
const SHORT_ENDING = new RegExp(`^${CONSONANTS}${VOWEL}[^aeiouwxy]$`);

const STEP_2: readonly [string, string][] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
];
const STEP_3: readonly [string, string][] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const STEP_4 =
  /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize|(?<=[st])ion)$/;

/** The stem of an English word in small ASCII letters. */
export function stemOf(word: string): string {
  if (word.length < 3) return word;
  // An initial y is a consonant; as a capital no rule takes it for a vowel.
  let stem = word.startsWith('y') ? `Y${word.slice(1)}` : word;
  stem = withoutPlural(stem);
  stem = withoutPastOrProgressive(stem);
  stem = stem.replace(/^(.+)y$/, (whole, before: string) => (HAS_VOWEL.test(before) ? `${before}i` : whole));
  stem = replaced(stem, STEP_2);
  stem = replaced(stem, STEP_3);
  stem = withoutLongSuffix(stem);
  return withoutFinalE(stem).toLowerCase();
}

function withoutPlural(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function withoutPastOrProgressive(word: string): string {
  if (word.endsWith('eed')) return MEASURE_ABOVE_0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const stem = /^(.+)(?:ed|ing)$/.exec(word)?.[1];
  if (stem === undefined || !HAS_VOWEL.test(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/([^aeiouylsz])\1$/.test(stem)) return stem.slice(0, -1);
  return SHORT_ENDING.test(stem) ? `${stem}e` : stem;
}

/** The longest ending that fits decides; it goes only from a stem with a measure above 0. */
function replaced(word: string, endings: readonly [string, string][]): string {
  let found: [string, string] | null = null;
  for (const ending of endings) {
    if (word.endsWith(ending[0]) && ending[0].length > (found?.[0].length ?? 0)) found = ending;
  }
  if (found === null) return word;
  const stem = word.slice(0, -found[0].length);
  return MEASURE_ABOVE_0.test(stem) ? stem + found[1] : word;
}

function withoutLongSuffix(word: string): string {
  const stem = STEP_4.exec(word)?.[1];
  return stem !== undefined && MEASURE_ABOVE_1.test(stem) ? stem : word;
}

function withoutFinalE(word: string): string {
  let result = word;
  if (word.endsWith('e')) {
    const stem = word.slice(0, -1);
    if (MEASURE_ABOVE_1.test(stem) || (MEASURE_IS_1.test(stem) && !SHORT_ENDING.test(stem))) result = stem;
  }
  return result.endsWith('ll') && MEASURE_ABOVE_1.test(result) ? result.slice(0, -1) : result;
}
