import type { DocumentFacts } from '#access';
import type { SQLInputValue } from 'node:sqlite';

type Shape = 'text' | 'optional text' | 'list' | 'flag' | 'number' | 'optional time';

/**
 * How each fact of a document is stored: a column of its own name. First come the facts that the access
 * rule asks of every candidate, since SQLite reads a row from its beginning.
 */
export const FACT_COLUMNS = {
  id: 'text',
  state: 'text',
  level: 'text',
  ownerId: 'text',
  minimumRole: 'number',
  excludedInstitutionIds: 'list',
  kinds: 'list',
  visibleFrom: 'optional time',
  visibleUntil: 'optional time',
  authorId: 'optional text',
  institutionIds: 'list',
  groupIds: 'list',
  memberIds: 'list',
  coAuthorIds: 'list',
  kind: 'text',
  attribution: 'text',
  publishedAt: 'optional time',
  decision: 'optional text',
  severity: 'optional text',
  collaborationType: 'optional text',
  countries: 'list',
  riskAreas: 'list',
  technologyAreas: 'list',
  topics: 'list',
  partnerIds: 'list',
  reviewBy: 'optional time',
  tlp: 'text',
  workState: 'optional text',
  reviewerIds: 'list',
  tombstoned: 'flag',
  discoverable: 'flag',
} as const satisfies Record<keyof DocumentFacts, Shape>;

const FACTS = Object.keys(FACT_COLUMNS) as (keyof DocumentFacts)[];

const SQL_TYPES: Record<Shape, string> = {
  text: 'TEXT NOT NULL',
  'optional text': 'TEXT',
  list: 'TEXT NOT NULL',
  flag: 'INTEGER NOT NULL',
  number: 'INTEGER NOT NULL',
  'optional time': 'INTEGER',
};

/** The columns of the facts for CREATE TABLE, without keys. */
export const FACT_COLUMN_DEFINITIONS = FACTS.map((fact) => `${fact} ${SQL_TYPES[FACT_COLUMNS[fact]]}`).join(
  ', ',
);

/** The names of the facts' columns, in the order of `factValues`. */
export const FACT_COLUMN_NAMES: readonly string[] = FACTS;

/** The facts of a document as column values. Throws RangeError for a date that is none. */
export function factValues(facts: DocumentFacts): SQLInputValue[] {
  return FACTS.map((fact) => columnValue(facts[fact]));
}

function columnValue(value: DocumentFacts[keyof DocumentFacts]): SQLInputValue {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'string') return encodeValue(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return encodeMoment(value);
  return encodeList(value);
}

/** The separator around the values of a list. `encodeValue` keeps it out of the values. */
const SEPARATOR = '\u001f';
const ESCAPE = '\u001b';
/** What SQLite, JSON or the list would not carry unchanged: control characters and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cs}]/gu;
const ESCAPED = new RegExp(`${ESCAPE}([0-9a-f]{4})`, 'g');

/** A text that stands for the value in columns and parameters; equal exactly when the values are equal. */
export function encodeValue(value: string): string {
  return value.replace(UNSAFE, (character) => ESCAPE + character.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** The value that a column's text stands for. */
export function decodeValue(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * A list as one text, every value once and between two separators, so that `instr` finds whole values
 * only.
 */
function encodeList(values: readonly string[]): string {
  const items = [...new Set(values)].map(encodeValue);
  return items.length === 0 ? '' : SEPARATOR + items.join(SEPARATOR) + SEPARATOR;
}

/** What `instr` has to find in a list's column when the list has the value. */
export function listItem(value: string): string {
  return SEPARATOR + encodeValue(value) + SEPARATOR;
}

/** The values of a list's column, each still as `encodeValue` made it. */
export function itemsOf(text: string): string[] {
  return text === '' ? [] : text.slice(1, -1).split(SEPARATOR);
}

/** Milliseconds since 1970 UTC. Throws RangeError for a date that is none: stored as null it would be "unset". */
export function encodeMoment(moment: Date): number {
  const time = moment.getTime();
  if (Number.isNaN(time)) throw new RangeError('not a moment: Invalid Date');
  return time;
}
