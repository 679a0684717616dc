import americanSpellings from 'american-british-english-translator/data/british_spellings.json' with { type: 'json' };
import { Converter } from 'opencc-js/t2cn';
import { stemmer } from 'stemmer';

/** Nearly every word of an English text; there is nothing to fold in it but capitals. */
const ASCII = /^[\x20-\x7e]*$/;
const MARK = /\p{M}/gu;
const LATIN = /^[a-z]+$/;
const HAN = /\p{sc=Han}/u;
/** Letters that are not a letter with an accent, and yet written without it where the keyboard lacks them. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

const AMERICAN = new Map(Object.entries(americanSpellings as Record<string, string>));
/** Its own types do not resolve here. */
const converter = Converter as unknown as (by: { from: string; to: string }) => (text: string) => string;
const toSimplified = converter({ from: 'tw', to: 'cn' });

/** A word without what people leave out or type otherwise: small letters, no accents, simplified Chinese. */
export function folded(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase();
  const bare = word
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARK, '')
    .normalize('NFKC')
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter);
  return HAN.test(bare) ? toSimplified(bare) : bare;
}

/** What stands for a folded word in an index: for an English one, the stem of its American spelling. */
export function stemOf(word: string): string {
  return LATIN.test(word) ? stemmer(american(word)) : word;
}

/** One spelling for both of English. Nouns in -isation are more than any list has. */
function american(word: string): string {
  return AMERICAN.get(word) ?? word.replace(/isation(s?)$/, 'ization$1');
}
