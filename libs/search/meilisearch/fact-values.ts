import type { DocumentFacts } from '#access';
import { createHash } from 'node:crypto';

/**
 * Meilisearch compares texts in filters after lowercasing, stripping accents and cutting at 468 bytes, and
 * forgets empty ones. Access must not depend on that, so values are stored in an alphabet that all of this
 * leaves as it is, and in which different values stay different.
 */
const UNSAFE = /[^a-z0-9-]/g;
const ESCAPED = /_([_a-z])|\.([0-9a-f]{4})/g;
const EMPTY = '.';
const LONGEST = 400;
const KEPT_OF_LONGER = 320;

/** What Meilisearch takes for a primary key. */
const PLAIN_KEY = /^[a-z0-9-]{1,200}$/;

/** A text that stands for the value in documents and filters; equal exactly when the values are equal. */
export function encodeValue(value: string): string {
  if (value === '') return EMPTY;
  const encoded = value.replace(UNSAFE, (character) => {
    if (character === '_') return '__';
    if (character >= 'A' && character <= 'Z') return `_${character.toLowerCase()}`;
    return `.${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  if (encoded.length <= LONGEST) return encoded;
  // Two dots are in no other encoded value.
  return `${encoded.slice(0, KEPT_OF_LONGER)}..${digest(encoded)}`;
}

/** The value that a text stands for; of a very long one, its beginning. */
export function decodeValue(text: string): string {
  if (text === EMPTY) return '';
  return text.replace(ESCAPED, (_, letter: string | undefined, code: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return letter === '_' ? '_' : String(letter).toUpperCase();
  });
}

/** The primary key of the document with this id. */
export function keyOf(id: string): string {
  // Capitals are in no plain key, so that the two kinds cannot meet.
  return PLAIN_KEY.test(id) ? id : `X${digest(encodeValue(id))}`;
}

/** The attribute that has `shortIdOf` of a document's id. */
export const SHORT_ID = 'shortId';
/** Hexadecimal ones: of a million documents about one has those of another in a list of 400. */
const SHORT_DIGITS = 7;

/**
 * What stands for an (encoded) id in a long list of them: the server takes a time for a filter that grows with
 * the square of its length. Two ids may have the same, so a list of these finds a few documents too many.
 * No word or number of the server's filter language is like it, so it needs no quotation marks.
 */
export function shortIdOf(id: string): string {
  return `x${digest(id).slice(0, SHORT_DIGITS)}`;
}

/** Milliseconds since 1970 UTC. Throws RangeError for a date that is none: left out it would be "unset". */
export function encodeMoment(moment: Date): number {
  const time = moment.getTime();
  if (Number.isNaN(time)) throw new RangeError('not a moment: Invalid Date');
  return time;
}

type StoredFact = string | number | boolean | string[];

/**
 * The facts of a document as attributes. A fact that is null is left out, since `EXISTS` then tells set
 * from unset; an empty list stays, for `IS EMPTY`. Throws RangeError for a date that is none.
 */
export function storedFacts(facts: DocumentFacts): Record<string, StoredFact> {
  const stored: Record<string, StoredFact> = {};
  for (const name of FACT_NAMES) {
    const value = storedFact(facts[name]);
    if (value !== null) stored[name] = value;
  }
  return stored;
}

/**
 * A digest of facts as they are stored. The order of a list's items is no part of it: it means nothing, and
 * the server need not keep it.
 */
export function digestOfStored(stored: Readonly<Record<string, unknown>>): string {
  const values = FACT_NAMES.map((name) => {
    const value = stored[name] ?? null;
    return Array.isArray(value) ? value.toSorted() : value;
  });
  return digest(JSON.stringify(values));
}

function storedFact(value: DocumentFacts[keyof DocumentFacts]): StoredFact | null {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`not a number to index: ${value}`);
    return value;
  }
  if (typeof value === 'string') return encodeValue(value);
  if (value instanceof Date) return encodeMoment(value);
  return [...new Set(value)].map(encodeValue);
}

/** How each fact is asked: whether by order or only by equality. */
export const FACTS = {
  id: 'order',
  kind: 'equality',
  state: 'equality',
  workState: 'equality',
  ownerId: 'equality',
  authorId: 'equality',
  coAuthorIds: 'equality',
  reviewerIds: 'equality',
  tombstoned: 'equality',
  discoverable: 'equality',
  level: 'equality',
  tlp: 'equality',
  attribution: 'equality',
  minimumRole: 'order',
  institutionIds: 'equality',
  groupIds: 'equality',
  memberIds: 'equality',
  kinds: 'equality',
  excludedInstitutionIds: 'equality',
  visibleFrom: 'order',
  visibleUntil: 'order',
  topics: 'equality',
  countries: 'equality',
  partnerIds: 'equality',
  riskAreas: 'equality',
  technologyAreas: 'equality',
  decision: 'equality',
  severity: 'equality',
  collaborationType: 'equality',
  publishedAt: 'order',
  reviewBy: 'order',
} as const satisfies Record<keyof DocumentFacts, 'order' | 'equality'>;

const FACT_NAMES = Object.keys(FACTS) as (keyof DocumentFacts)[];

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
