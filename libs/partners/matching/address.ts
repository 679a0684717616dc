import { fold } from '../names/fold.ts';
import { tokensOf, type Token } from '../names/tokens.ts';
import { countriesIn, type NamedCountry } from './countries-in.ts';

/** A name as people write it, taken apart: often a whole postal address. */
export interface Address {
  text: string;
  folded: string;
  tokens: readonly Token[];
  countries: readonly NamedCountry[];
  /** Country to which the caller narrows; null for any. */
  wanted: string | null;
}

/** Takes a text apart; `wanted` is an ISO 3166-1 alpha-2 code. */
export function addressOf(text: string, wanted: string | null): Address {
  const tokens = tokensOf(text);
  return { text, folded: fold(text), tokens, countries: countriesIn(tokens), wanted };
}

/** Countries that the address names outside the stretch from token `first` to `last`. */
export function countriesBeside(address: Address, first: number, last: number): Set<string> {
  return new Set(
    address.countries.filter((one) => one.last < first || one.first > last).map(({ code }) => code),
  );
}

/** Whether the folded words of a place stand in the address outside the stretch. */
export function mentionsPlace(address: Address, place: string | null, first: number, last: number): boolean {
  const words = place === null ? [] : fold(place).split(' ').filter(Boolean);
  if (words.length === 0) return false;
  return address.tokens.some((_, start) => {
    const end = start + words.length - 1;
    if (end >= address.tokens.length || (start <= last && end >= first)) return false;
    return words.every((word, index) => address.tokens[start + index]!.folded === word);
  });
}
