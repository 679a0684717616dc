import { Converter } from 'opencc-js/t2cn';

// Its types name each other in a way that does not resolve here.
const simplified = Converter({ from: 't', to: 'cn' }) as unknown as (text: string) => string;

const HAN = /\p{Script=Han}/u;
/** Articles that run into their word: d'Oxford, l'énergie. */
const ELIDED = /(?<!\p{L})([dl])['’](?=\p{L})/giu;
/** Letters that Unicode does not take apart into a base and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{
    ß: 'ss',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    æ: 'ae',
    œ: 'oe',
    ı: 'i',
    ħ: 'h',
    ŋ: 'n',
    '&': ' and ',
  },
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/**
 * A text as names are compared: compatibility forms resolved, traditional characters simplified, marks and
 * apostrophes gone, lower case, and everything that is neither letter nor digit one blank.
 */
export function fold(text: string): string {
  const compatible = text.normalize('NFKC');
  const plain = HAN.test(compatible) ? simplified(compatible) : compatible;
  return plain
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(SPECIAL, (letter) => LETTERS[letter]!)
    .replace(ELIDED, '$1 ')
    .replace(/['’‘ʼʻ`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether the text has a Chinese character in it. */
export function hasHan(text: string): boolean {
  return HAN.test(text);
}
