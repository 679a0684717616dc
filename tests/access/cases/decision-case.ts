import type { MembershipStatus, Role, SharingLevel, TlpLabel } from '#kernel';
import type { World, WorldDocument, WorldGroup, WorldInstitution, WorldMembership } from '../world/world.ts';

/** The moment at which all cases are decided. */
export const NOW = new Date('2026-06-01T12:00:00.000Z');
export const A_MOMENT_AGO = new Date(NOW.getTime() - 1);
export const IN_A_MOMENT = new Date(NOW.getTime() + 1);
export const LAST_YEAR = new Date('2025-06-01T12:00:00Z');
export const NEXT_YEAR = new Date('2027-06-01T12:00:00Z');

/** What is asked about the document: itself, its unpublished next version, or what is left of it. */
export type Question = 'document' | 'working' | 'tombstone';

/** Given a world, a reader and a document: is it readable? Plain data, for whatever form of the rule. */
export interface DecisionCase {
  name: string;
  world: World;
  /** Null is someone who is not signed in. */
  readerId: string | null;
  asks: Question;
  expected: boolean;
}

/** A membership of the reader; see `at`. */
type ReaderMembership = Omit<WorldMembership, 'userId'>;

/** What a case says differently from the usual document, a published guidance of `owner` for its members. */
type DocumentChange = Partial<Omit<WorldDocument, 'id' | 'title' | 'topic' | 'ownerId' | 'history'>>;

interface Surroundings {
  asks?: Question;
  institutions?: Partial<Record<'owner' | 'peer' | 'ministry', Partial<WorldInstitution>>>;
  groups?: Record<string, Partial<WorldGroup>>;
  /** To which institutions access has been granted, and until when. */
  grants?: Partial<Record<'peer' | 'ministry', Date>>;
}

/** The strictest label that each level allows. */
const LABELS: Readonly<Record<SharingLevel, TlpLabel>> = {
  NAMED: 'RED',
  INSTITUTION: 'AMBER_STRICT',
  GROUPS: 'AMBER_STRICT',
  COMMUNITY: 'GREEN',
  PUBLIC: 'CLEAR',
};

/** The reader's membership in an institution, named `reader@owner` and so on. ACTIVE and lasting unless said. */
export function at(
  institutionId: 'owner' | 'peer' | 'ministry',
  role: Role,
  more: Partial<ReaderMembership> & { status?: MembershipStatus } = {},
): ReaderMembership {
  const id = `reader@${institutionId}`;
  return {
    id,
    institutionId,
    role,
    administrator: false,
    auditor: false,
    status: 'ACTIVE',
    validUntil: null,
    ...more,
  };
}

/** A case in which the document is readable. */
export function readable(
  name: string,
  reader: ReaderMembership[] | 'anonymous',
  document: DocumentChange = {},
  surroundings: Surroundings = {},
): DecisionCase {
  return decision(name, reader, document, surroundings, true);
}

/** A case in which it is not. */
export function unreadable(
  name: string,
  reader: ReaderMembership[] | 'anonymous',
  document: DocumentChange = {},
  surroundings: Surroundings = {},
): DecisionCase {
  return decision(name, reader, document, surroundings, false);
}

/**
 * The usual world: three active institutions, of which two are universities; the reader `reader`; and
 * `somebody`, a CONTRIBUTOR of the owner, who wrote the document unless it says otherwise.
 */
function decision(
  name: string,
  reader: ReaderMembership[] | 'anonymous',
  change: DocumentChange,
  { asks = 'document', institutions = {}, groups = {}, grants = {} }: Surroundings,
  expected: boolean,
): DecisionCase {
  const memberships = reader === 'anonymous' ? [] : reader;
  const world: World = {
    institutions: [
      { id: 'owner', kind: 'UNIVERSITY', status: 'ACTIVE', ...institutions.owner },
      { id: 'peer', kind: 'UNIVERSITY', status: 'ACTIVE', ...institutions.peer },
      { id: 'ministry', kind: 'GOVERNMENT', status: 'ACTIVE', ...institutions.ministry },
    ],
    users: [{ id: 'reader' }, { id: 'somebody' }],
    memberships: [
      ...memberships.map((membership) => ({ ...membership, userId: 'reader' })),
      { ...at('owner', 'CONTRIBUTOR'), id: 'somebody@owner', userId: 'somebody' },
    ],
    groups: Object.entries(groups).map(([id, group]) => ({
      ...{ id, ownerId: 'owner', accepted: [], invited: [], deleted: false },
      ...group,
    })),
    documents: [usualDocument(name, change)],
    grants: Object.entries(grants).map(([institutionId, expiresAt]) => ({
      documentId: 'document',
      institutionId,
      expiresAt,
    })),
  };
  return { name, world, readerId: reader === 'anonymous' ? null : 'reader', asks, expected };
}

function usualDocument(name: string, change: DocumentChange): WorldDocument {
  return {
    ...{ id: 'document', kind: 'GUIDANCE', title: name, topic: name, ownerId: 'owner', authorId: 'somebody' },
    ...{ coAuthorIds: [], reviewerIds: [], state: 'PUBLISHED', workState: null, tombstoned: false },
    ...{ level: 'INSTITUTION', tlp: LABELS[change.level ?? 'INSTITUTION'], attribution: 'NAMED' },
    ...{ minimumRole: 'READER', institutionIds: [], groupIds: [], memberIds: [], kinds: [] },
    ...{ excludedInstitutionIds: [], visibleFrom: null, visibleUntil: null, history: [], passedOver: false },
    ...change,
  };
}
