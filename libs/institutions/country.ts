// Not the package's main file: that one loads the names in eighty languages.
import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };

countries.registerLocale(english);

/** Whether the code is one of ISO 3166-1 alpha-2, in upper case. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && countries.isValid(code);
}

/** The English short name of a country; its code when it has none. */
export function countryName(code: string): string {
  return countries.getName(code, 'en') ?? code;
}

/** Every code with its English short name. */
export function countryCodes(): [code: string, name: string][] {
  return Object.entries(countries.getNames('en'));
}
