import { plainLetters } from '#kernel';
import americanSpellings from 'american-british-english-translator/data/british_spellings.json' with { type: 'json' };
import { stemmer } from 'stemmer';

/** Nearly every word of an English text; there is nothing to fold in it but capitals. */
const ASCII = /^[\x20-\x7e]*$/;
const LATIN = /^[a-z]+$/;

const AMERICAN = new Map(Object.entries(americanSpellings as Record<string, string>));

/** A word without what people leave out or type otherwise; see `plainLetters`. */
export function folded(word: string): string {
  return ASCII.test(word) ? word.toLowerCase() : plainLetters(word);
}

/** What stands for a folded word in an index: for an English one, the stem of its American spelling. */
export function stemOf(word: string): string {
  return LATIN.test(word) ? stemmer(american(word)) : word;
}

/** One spelling for both of English. Nouns in -isation are more than any list has. */
function american(word: string): string {
  return AMERICAN.get(word) ?? word.replace(/isation(s?)$/, 'ization$1');
}
