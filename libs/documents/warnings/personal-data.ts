import { emailAddresses } from './email-addresses.ts';
import { passportNumbers } from './passport-numbers.ts';
import { phoneNumbers } from './phone-numbers.ts';
import { readableText } from './readable-text.ts';

/** What a text can tell of a person. CONTACT_ADDRESS is the milder one: the address of an office. */
export const CONTENT_WARNING_KINDS = [
  'EMAIL_ADDRESS',
  'CONTACT_ADDRESS',
  'PHONE_NUMBER',
  'PASSPORT_NUMBER',
] as const;
export type ContentWarningKind = (typeof CONTENT_WARNING_KINDS)[number];

/** Something found, and where in the text: UTF-16 units, the end not included. */
export interface Found {
  kind: ContentWarningKind;
  start: number;
  end: number;
}

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
