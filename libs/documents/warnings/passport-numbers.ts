import type { Found } from './found.ts';

/*
 * Sources of the patterns: the definitions of passport numbers in Microsoft Purview's sensitive information
 * types (learn.microsoft.com/purview, "sit-defn-…-passport-number"), and for every other country ICAO Doc
 * 9303, part 4: at most nine letters and digits. None has a check digit outside the machine-readable zone, so
 * that a number counts only next to a word for passport.
 */
const PATTERNS: readonly RegExp[] = [
  // United Kingdom, United States: one letter or digit, eight digits. China, Korea: a letter, eight digits.
  /^[A-Z0-9]\d{8}$/,
  // Canada: two letters, six digits. Indonesia, Philippines, Italy, India, Japan: one or two, six or seven.
  /^[A-Z]{1,2}\d{6,7}$/,
  // France: two digits, two letters, five digits.
  /^\d{2}[A-Z]{2}\d{5}$/,
  // Germany: nine of the letters that are not mistaken for digits, and digits, at least one of them.
  /^(?=.*\d)[CFGHJKLMNPRTVWXYZ0-9]{9}$/,
  // Spain: two letters and perhaps one more letter or digit, six digits.
  /^[A-Z]{2}[A-Z0-9]?\d{6}$/,
];

const WORDS =
  /passports?|passeport|reisepass|pasaporte|passaporto|paspoort|护照|護照|パスポート|旅券|여권|паспорт|جواز/giu;
const TOKEN = /(?<![\p{L}\p{N}_/.@-])[A-Z0-9]{7,9}(?![\p{L}\p{N}_/@-]|\.\p{N})/gu;
/** The machine-readable zone's first line: ICAO Doc 9303, part 4, 4.2.2. */
const MACHINE_READABLE = /P[A-Z<][A-Z]{3}[A-Z<]{39}/gu;

/** How one says that it is the number of the passport: nothing else stands between the word and the number. */
const BETWEEN =
  /^(?:[\s:：,#№()'’"-]|numbers?|no\.|no\b|nr\.?|is|was|of|the|holder|s\b|[A-Z]{2,3}\b|num[ée]ro|número|nummer|номер|号码|號碼|番号|号)*$/iu;
const BETWEEN_BEHIND = /^ ?\((?:[A-Z][a-z]+ )?$/u;
const NEAR = 40;

/** Passport numbers in a text, where a word next to them says so, and machine-readable zones. */
export function passportNumbers(text: string): Found[] {
  const places = new Map<number, Found>();
  const add = (start: number, end: number): void => {
    places.set(start, { kind: 'PASSPORT_NUMBER', start, end });
  };
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const end = index + word.length;
    for (const token of numbersIn(text, end, end + NEAR))
      if (BETWEEN.test(text.slice(end, token.start))) add(token.start, token.end);
    if (text[end] !== ')') continue;
    for (const token of numbersIn(text, Math.max(0, index - NEAR), index))
      if (BETWEEN_BEHIND.test(text.slice(token.end, index))) add(token.start, token.end);
  }
  for (const { 0: zone, index } of text.matchAll(MACHINE_READABLE)) add(index, index + zone.length);
  return [...places.values()];
}

function numbersIn(text: string, from: number, to: number): { start: number; end: number }[] {
  // A little more on both sides, so that a number is not cut in two.
  const start = Math.max(0, from - 1);
  return [...text.slice(start, to + 10).matchAll(TOKEN)]
    .filter(({ 0: token, index }) => start + index >= from && start + index + token.length <= to + 9)
    .filter(({ 0: token }) => PATTERNS.some((pattern) => pattern.test(token)))
    .map(({ 0: token, index }) => ({ start: start + index, end: start + index + token.length }));
}
