import { emailAddresses } from './email-addresses.ts';
import type { Found } from './found.ts';
import { passportNumbers } from './passport-numbers.ts';
import { phoneNumbers } from './phone-numbers.ts';
import { readableText } from './readable-text.ts';

/** A text of a document under the path by which the schema knows it, `details.findings.0.statement`. */
export interface FieldText {
  field: string;
  text: string;
}

/** What readers see of a version, in words. */
export interface Texts {
  title: string;
  summary: string;
  body: string;
  topics?: readonly string[] | null;
  details?: unknown;
}

/**
 * What a text tells of people, in the order in which it stands there. Telephone numbers without a country
 * code are looked for as they are written in `countries`.
 */
export function personalDataIn(written: string, countries: readonly string[]): Found[] {
  const { text, at } = readableText(written);
  return [...emailAddresses(text), ...phoneNumbers(text, countries), ...passportNumbers(text)]
    .map(({ kind, start, end }) => ({ kind, start: at[start]!, end: at[end - 1]! + 1 }))
    .sort((one, other) => one.start - other.start);
}

/** Every text of a version that people write freely. */
export function fieldTexts({ title, summary, body, topics, details }: Texts): FieldText[] {
  const fixed = { title, summary, body };
  return [
    ...Object.entries(fixed).map(([field, text]) => ({ field, text })),
    ...textsIn('topics', topics),
    ...textsIn('details', details),
  ];
}

function textsIn(field: string, value: unknown): FieldText[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsIn(`${field}.${name}`, part));
}
