import { plainLetters } from '#kernel';

/** Articles that run into their word: d'Oxford, l'énergie. */
const ELIDED = /(?<!\p{L})([dl])['’](?=\p{L})/gu;

/**
 * A text as names are compared: plain letters, apostrophes gone, and everything else that is neither letter
 * nor digit one blank.
 */
export function fold(text: string): string {
  return plainLetters(text)
    .replaceAll('&', ' and ')
    .replace(ELIDED, '$1 ')
    .replace(/['’‘ʼʻ`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
