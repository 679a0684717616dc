import type { DocumentState } from '#kernel';
import type { Random } from './random.ts';
import type { DocumentRow } from './rows.ts';

/** When documents are published: from the first moment to the last, ever more of them. */
const [FIRST, LAST] = [Date.UTC(2015, 0, 5, 9), Date.UTC(2026, 9, 31, 17)];
const GROWTH = 0.65;

const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;
const LONGEST_DRAFTING = 90 * DAY;
const LONGEST_WORK = 200 * DAY;

const STATE_SHARES: readonly (readonly [DocumentState, number])[] = [
  ['PUBLISHED', 0.92],
  ['WITHDRAWN', 0.03],
  ['DRAFT', 0.025],
  ['IN_REVIEW', 0.015],
  ['APPROVED', 0.01],
];
const WORK_SHARES = [
  ['DRAFT', 0.6],
  ['IN_REVIEW', 0.25],
  ['APPROVED', 0.15],
] as const;
/** Of what is published: with a second published version, and with one being worked on. */
const SECOND_VERSIONS = 0.06;
const WORKING_VERSIONS = 0.015;
/** Of the second versions: published for the owner only, and shared more widely afterwards. */
const WIDENED = 0.4;

interface VersionLife {
  createdAt: Date;
  /** When someone else approved it, if anybody did. */
  approvedAt: Date | null;
  publishedAt: Date | null;
}

/** What became of a document, and when. */
export interface Life extends Pick<DocumentRow, 'state' | 'work_state'> {
  /** Oldest first; one or two. */
  versions: readonly VersionLife[];
  /** The last moment of which the document's readers notice something. */
  updatedAt: Date;
  /** When it was shared beyond the owner, if it was published for the owner only. */
  widenedAt: Date | null;
  withdrawnAt: Date | null;
}

/** A life as the services allow it. `outside` tells whether its sharing in the end reaches outside the owner. */
export function makeLife(random: Random, outside: boolean): Life {
  const state = random.pickByShare(STATE_SHARES);
  if (state === 'PUBLISHED' || state === 'WITHDRAWN') return publishedLife(random, state, outside);
  const createdAt = between(random, LAST - LONGEST_WORK, LAST);
  const approvedAt = state === 'APPROVED' ? between(random, createdAt.getTime(), LAST) : null;
  const versions = [{ createdAt, approvedAt, publishedAt: null }];
  return { state, work_state: state, versions, updatedAt: createdAt, widenedAt: null, withdrawnAt: null };
}

function publishedLife(random: Random, state: 'PUBLISHED' | 'WITHDRAWN', outside: boolean): Life {
  const publishedAt = roundedTo(FIRST + (LAST - FIRST) * random.next() ** GROWTH);
  const createdAt = between(random, publishedAt.getTime() - LONGEST_DRAFTING, publishedAt.getTime());
  const first = published(random, createdAt, publishedAt, outside);
  const life = { state, work_state: null, versions: [first], updatedAt: publishedAt };
  const rest = { widenedAt: null, withdrawnAt: null };
  if (state === 'WITHDRAWN') {
    const withdrawnAt = between(random, publishedAt.getTime(), LAST);
    return { ...life, ...rest, updatedAt: withdrawnAt, withdrawnAt };
  }
  if (random.chance(SECOND_VERSIONS)) return revisedLife(random, first, outside);
  if (!random.chance(WORKING_VERSIONS)) return { ...life, ...rest };
  const work_state = random.pickByShare(WORK_SHARES);
  const begunAt = between(random, publishedAt.getTime(), LAST);
  const approvedAt = work_state === 'APPROVED' ? between(random, begunAt.getTime(), LAST) : null;
  const working = { createdAt: begunAt, approvedAt, publishedAt: null };
  return { ...life, ...rest, work_state, versions: [first, working] };
}

function revisedLife(random: Random, first: VersionLife, outside: boolean): Life {
  const begunAt = between(random, first.publishedAt!.getTime(), LAST);
  const publishedAt = between(random, begunAt.getTime(), LAST);
  // Published for the owner only, neither version needed an approval; the second person widened it later.
  const widenedAt = outside && random.chance(WIDENED) ? between(random, publishedAt.getTime(), LAST) : null;
  const second = published(random, begunAt, publishedAt, outside);
  const versions = [first, second].map((one) => (widenedAt ? { ...one, approvedAt: null } : one));
  return {
    ...{ state: 'PUBLISHED', work_state: null, versions, widenedAt, withdrawnAt: null },
    updatedAt: widenedAt ?? publishedAt,
  };
}

function published(random: Random, createdAt: Date, publishedAt: Date, outside: boolean): VersionLife {
  const approvedAt = outside ? between(random, createdAt.getTime(), publishedAt.getTime()) : null;
  return { createdAt, approvedAt, publishedAt };
}

function between(random: Random, from: number, to: number): Date {
  return roundedTo(from + random.next() * (to - from));
}

/** Whole seconds, never later. */
function roundedTo(moment: number): Date {
  return new Date(Math.floor(moment / SECOND) * SECOND);
}
