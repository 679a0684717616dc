import { Converter } from 'opencc-js/t2cn';
import { lazily } from './lazily.ts';

/** Letters that Unicode does not take apart into a base and a mark, as they are typed without them. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ħ: 'h', ŋ: 'n' },
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');
const MARKS = /\p{M}+/gu;
const HAN = /\p{Script=Han}/u;

// Its types name each other in a way that does not resolve here.
const simplifying = lazily(() => Converter({ from: 't', to: 'cn' }) as unknown as (text: string) => string);

/**
 * A text in the letters that any keyboard has: small, without marks, compatibility forms resolved, and
 * traditional Chinese characters simplified.
 */
export function plainLetters(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .normalize('NFKC')
    .replace(SPECIAL, (letter) => LETTERS[letter]!);
  return hasHan(plain) ? simplifying()(plain) : plain;
}

/** Whether the text has a Chinese character in it. */
export function hasHan(text: string): boolean {
  return HAN.test(text);
}
