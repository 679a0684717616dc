import { countryCodes } from '#institutions';
import { fold } from '../names/fold.ts';
import type { Token } from '../names/tokens.ts';

/** A country that a text names, and where. */
export interface NamedCountry {
  code: string;
  first: number;
  last: number;
}

/** As people write them in addresses, beside the names that the standard has. */
const WRITTEN: Readonly<Record<string, string>> = {
  ...{
    uk: 'GB',
    'u k': 'GB',
    'great britain': 'GB',
    britain: 'GB',
    england: 'GB',
    scotland: 'GB',
    wales: 'GB',
  },
  ...{ 'northern ireland': 'GB', usa: 'US', 'u s a': 'US', us: 'US', 'u s': 'US', america: 'US' },
  ...{ china: 'CN', 'p r china': 'CN', 'pr china': 'CN', prc: 'CN', 'p r c': 'CN', 'hong kong': 'HK' },
  ...{
    hongkong: 'HK',
    macau: 'MO',
    macao: 'MO',
    taiwan: 'TW',
    russia: 'RU',
    korea: 'KR',
    'south korea': 'KR',
  },
  ...{
    vietnam: 'VN',
    iran: 'IR',
    holland: 'NL',
    'the netherlands': 'NL',
    'czech republic': 'CZ',
    turkey: 'TR',
  },
  ...{ deutschland: 'DE', espana: 'ES', italia: 'IT', brasil: 'BR', singapore: 'SG', 'viet nam': 'VN' },
};

/** Countries that are called like places and people elsewhere; their names say too little. */
const AMBIGUOUS = new Set([
  'georgia',
  'jordan',
  'chad',
  'jersey',
  'guernsey',
  'niger',
  'mali',
  'dominica',
  'cuba',
]);

const MOST_WORDS = 5;
const CODES = new Map(
  [
    ...countryCodes().map(([code, name]): [string, string] => [fold(name), code]),
    ...Object.entries(WRITTEN),
  ].filter(([name]) => !AMBIGUOUS.has(name)),
);

/** The countries that an address names. Two capital letters are no country: they are postcodes and states too. */
export function countriesIn(tokens: readonly Token[]): NamedCountry[] {
  const found: NamedCountry[] = [];
  for (let first = 0; first < tokens.length; first += 1) {
    for (let last = Math.min(first + MOST_WORDS, tokens.length) - 1; last >= first; last -= 1) {
      const words = tokens.slice(first, last + 1);
      const name = words.map(({ folded }) => folded).join(' ');
      const code = CODES.get(name);
      if (!code || (name === 'us' && words[0]!.written !== 'US')) continue;
      found.push({ code, first, last });
      first = last;
      break;
    }
  }
  return found;
}
