import { lazily } from '#kernel';
import type * as LibPhoneNumber from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { createRequire } from 'node:module';
import type { Found } from './found.ts';

/** Metadata of every country's numbers, for texts with something in them that could be one. */
const metadata = lazily(
  () => createRequire(import.meta.url)('libphonenumber-js/max') as typeof LibPhoneNumber,
);

/** Runs of digits with what stands between those of a telephone number. An en dash stands between years. */
const RUN = /\+?\(?\+?\d[\d ()./-]{4,60}\d/gu;
const GROUP = /[+(]*\d+\)?/gu;
/** What stands there instead of a number: parts of words, identifiers, decimals, amounts. */
const BEFORE = /[\p{L}\p{N}_@#=~$€£¥%/.,:–—-]$/u;
const AFTER = /^(?:[\p{L}\p{N}_@%€£¥$–—]|[.,:/-]\p{N})/u;
/** A word that says that a telephone number follows, with nothing in between but how one says so. */
const NAMED =
  /(?:\b(?:tel|telephone|phone|mobile|mob|cell|cellphone|fax|whatsapp|t[ée]l[ée]phone|portable|telefon|handy|mobil|tel[ée]fono|m[óo]vil|telefone)|电话|電話|手机|手機|传真|傳真|전화)\.?(?: ?(?:no\.?|number|nr\.?|号码|號碼|号))?(?: is)? ?[:：]? ?(?:\/\/)?$/iu;
/** Links and identifiers are no numbers to call. */
const LINKS = /\b(?:https?:\/\/|www\.|doi:|arxiv:|10\.\d{4,9}\/)[^\s<>")\]]*/giu;

/** Dates, and years from and to: what stands beside them is no part of them. */
const DATES = /(?<!\d)(?:1[5-9]|20)\d\d(?:([./-])\d{1,2}\1\d{1,2}| ?[-–/] ?(?:1[5-9]|20)\d\d)(?![\d-])/gu;
/** The same the other way round, where it is not the middle of a number. */
const DAYS =
  /(?:(?<![\d+]\)? ?)[0-3]?\d [01]?\d |(?<![\d+.-])[0-3]?\d([./-])[01]?\d\1)(?:19|20)\d\d(?![\d-])/gu;
/** Books, journals and researchers have numbers that look like those of telephones. */
const IDENTIFIERS =
  /\bISSN:? ?\d{4}-\d{3}[\dX]|\bISBN(?:-1[03])?:? ?(?:97[89][ -]?)?(?:\d[ -]?){9}[\dX]|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b/giu;
/** Stands in the place of what is none, so that no number reaches across it. */
const WALL = '\u0000';

/** Dates, years and what else is written like a number to call; ISSN; ISBN-10 with its single first digit. */
const NOT_A_NUMBER = [
  /^\d{1,4}([./ -])\d{1,2}\1\d{1,4}$/,
  /^(?:(?:1[5-9]|20)\d\d[ ./-]?)+$/,
  /^\d{4}-\d{4}$/,
  /^\d[ -]\d{1,7}[ -]\d{1,7}[ -]\d$/,
];
const NORTH_AMERICAN = /^\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/;

const FEWEST_DIGITS = 7;
const FEWEST_NATIONAL_DIGITS = 8;
const MOST_DIGITS = 15;
const MOST_GROUPS = 8;
/** So that no text, however full of digits, keeps the process busy. */
const MOST_TRIES = 4_000;

/**
 * Telephone numbers in a text: international ones, ones as they are written in the given countries
 * (ISO 3166-1 alpha-2), and after a word such as "Tel." also bare digits. Whether a number can be one is
 * decided by libphonenumber's metadata.
 */
export function phoneNumbers(text: string, countries: readonly string[]): Found[] {
  // Walls only take away, and putting them up takes longer.
  if (text.search(RUN) < 0) return [];
  const wall = (found: string): string => WALL.repeat(found.length);
  const plain = [LINKS, IDENTIFIERS, DATES, DAYS].reduce((left, what) => left.replace(what, wall), text);
  const known = lazily(() => countries.filter(isSupported));
  const found: Found[] = [];
  let tries = MOST_TRIES;
  for (const { 0: run, index } of plain.matchAll(RUN)) {
    const groups = [...run.matchAll(GROUP)].map((group) => ({
      start: index + group.index,
      end: index + group.index + group[0].length,
    }));
    for (let first = 0; first < groups.length && tries > 0; first += 1) {
      for (let last = Math.min(groups.length, first + MOST_GROUPS) - 1; last >= first; last -= 1) {
        const [start, end] = [groups[first]!.start, groups[last]!.end];
        if (!mayBe(plain, start, end)) continue;
        tries -= 1;
        if (!isNumber(plain, start, end, known())) continue;
        found.push({ kind: 'PHONE_NUMBER', start, end });
        first = last;
        break;
      }
    }
  }
  return found;
}

function isSupported(country: string): country is CountryCode {
  return metadata().isSupportedCountry(country);
}

/** What can be told without the metadata, which takes longer. */
function mayBe(text: string, start: number, end: number): boolean {
  const digits = text.slice(start, end).replace(/\D/g, '').length;
  return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS && !AFTER.test(text.slice(end, end + 2));
}

function isNumber(text: string, start: number, end: number, countries: readonly CountryCode[]): boolean {
  const written = text.slice(start, end);
  const before = text.slice(Math.max(0, start - 30), start);
  const named = NAMED.test(before);
  if (!named && BEFORE.test(before)) return false;
  const international = written.replace(/^\(?\+|^00 ?(?=[1-9])/, '+');
  if (international.startsWith('+')) return isValid(international.replaceAll('(0)', ''), undefined);
  if (named) return countries.some((country) => isValid(written, country));
  if (NOT_A_NUMBER.some((shape) => shape.test(written))) return false;
  const digits = written.replace(/\D/g, '').length;
  if (digits < FEWEST_NATIONAL_DIGITS || !looksNational(written)) return false;
  return countries.some((country) => isNational(written, country));
}

/** Begins with the trunk prefix and is grouped, or is grouped as in North America, or has eleven digits. */
function looksNational(written: string): boolean {
  return (
    /^\(?0[1-9]/.test(written) || NORTH_AMERICAN.test(written) || /^1\d{2}[ -]?\d{4}[ -]?\d{4}$/.test(written)
  );
}

function isNational(written: string, country: CountryCode): boolean {
  const number = metadata().parsePhoneNumberFromString(written, country);
  // Territories share a calling code: a number of Guernsey is written like one of the United Kingdom.
  if (!number?.isValid() || number.countryCallingCode !== metadata().getCountryCallingCode(country))
    return false;
  if (NORTH_AMERICAN.test(written) && !/^\(?0/.test(written)) return number.countryCallingCode === '1';
  // Bare digits are mostly numbers of something else, but for mobile numbers, which are hardly ever grouped.
  return /\d\D+\d/.test(written) || number.getType() === 'MOBILE';
}

function isValid(written: string, country: CountryCode | undefined): boolean {
  return metadata().parsePhoneNumberFromString(written, country)?.isValid() ?? false;
}
