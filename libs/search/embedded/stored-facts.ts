import type { DocumentFacts } from '#access';

type Shape = 'text' | 'list' | 'flag' | 'number' | 'time';

/** What each fact of a document consists of. Texts and times may be unset. */
export const FACT_SHAPES = {
  id: 'text',
  kind: 'text',
  state: 'text',
  workState: 'text',
  ownerId: 'text',
  authorId: 'text',
  coAuthorIds: 'list',
  reviewerIds: 'list',
  tombstoned: 'flag',
  discoverable: 'flag',
  level: 'text',
  tlp: 'text',
  attribution: 'text',
  minimumRole: 'number',
  institutionIds: 'list',
  groupIds: 'list',
  memberIds: 'list',
  kinds: 'list',
  excludedInstitutionIds: 'list',
  visibleFrom: 'time',
  visibleUntil: 'time',
  topics: 'list',
  countries: 'list',
  partnerIds: 'list',
  riskAreas: 'list',
  technologyAreas: 'list',
  decision: 'text',
  severity: 'text',
  collaborationType: 'text',
  publishedAt: 'time',
  reviewBy: 'time',
} as const satisfies Record<keyof DocumentFacts, Shape>;

export const FACT_NAMES = Object.keys(FACT_SHAPES) as (keyof DocumentFacts)[];

/** A fact as it is stored: moments in milliseconds since 1970 UTC, null for what is unset. */
export type StoredFact = string | number | boolean | null | readonly string[];
export type StoredFacts = Record<keyof DocumentFacts, StoredFact>;

/** The facts as JSON, always in one order. Throws RangeError for a date that is none. */
export function factsJson(facts: DocumentFacts): string {
  return JSON.stringify(Object.fromEntries(FACT_NAMES.map((name) => [name, storedFact(facts[name])])));
}

function storedFact(value: DocumentFacts[keyof DocumentFacts]): StoredFact {
  if (!(value instanceof Date)) return value;
  const time = value.getTime();
  // As null it would be "unset", and open what it should close.
  if (Number.isNaN(time)) throw new RangeError('not a moment: Invalid Date');
  return time;
}

/** A text for an id in a column; equal exactly when the ids are equal, whatever characters they have. */
export function keyOf(id: string): string {
  return JSON.stringify(id);
}

export function idOf(key: string): string {
  return JSON.parse(key) as string;
}
