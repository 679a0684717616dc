import {
  evaluate,
  mayReadPublished,
  normalised,
  type DocumentFacts,
  type MembershipFacts,
  type SharingFacts,
  type UserPrincipal,
} from '#access';
import { ROLES, type InstitutionKind } from '#kernel';

/**
 * Small worlds in which one published document meets every sort of reader, to compare sharings by whom
 * they really admit. The owner is `O`; a membership's id begins with its institution's.
 */
const OWNER = 'O';
const DOCUMENT = 'document';
const KIND_OF: Readonly<Record<string, InstitutionKind>> = {
  O: 'UNIVERSITY',
  A: 'GOVERNMENT',
  B: 'UNIVERSITY',
};

/** Before, within and after every window of `SHARINGS` that has the end in question. */
const MOMENTS = [5, 20, 35].map((time) => new Date(time));

export function isOwners(membershipId: string): boolean {
  return membershipId.startsWith(OWNER);
}

/** Every sort of membership that counts: where, in which groups, which role, named or not, granted or not. */
export const READERS: readonly MembershipFacts[] = ['O', 'A', 'B'].flatMap((institutionId) =>
  [[], ['g']].flatMap((groupIds) =>
    ROLES.flatMap((role) =>
      ['named', 'other'].flatMap((name) =>
        [[], [DOCUMENT]].map((grantedDocumentIds) => ({
          ...{
            id: `${institutionId}-${name}`,
            institutionId,
            institutionSlug: institutionId,
            groupIds,
            role,
          },
          ...{
            institutionKind: KIND_OF[institutionId]!,
            institutionStatus: 'ACTIVE' as const,
            mayIssueAdvisories: false,
          },
          ...{
            administrator: false,
            auditor: false,
            status: 'ACTIVE' as const,
            validUntil: null,
            grantedDocumentIds,
          },
        })),
      ),
    ),
  ),
);

/** Every combination of what a sharing can say about these readers. */
export const SHARINGS: readonly SharingFacts[] = audiences().flatMap((audience) =>
  [0, 2, 3].flatMap((minimumRole) =>
    [[], ['A'], ['A', 'B']].flatMap((excludedInstitutionIds) =>
      [null, 10].flatMap((from) =>
        [null, 30].map((until) =>
          normalised({
            ...{ institutionIds: [], groupIds: [], memberIds: [], kinds: [], ...audience },
            ...{ minimumRole, excludedInstitutionIds, tlp: 'RED' as const, attribution: 'NAMED' as const },
            ...{ visibleFrom: from ? new Date(from) : null, visibleUntil: until ? new Date(until) : null },
          }),
        ),
      ),
    ),
  ),
);

function audiences(): (Pick<SharingFacts, 'level'> & Partial<SharingFacts>)[] {
  return [
    ...[[], ['O-named'], ['A-named'], ['O-named', 'A-named']].map((memberIds) => ({
      level: 'NAMED' as const,
      memberIds,
    })),
    { level: 'INSTITUTION' },
    ...[[], ['A'], ['A', 'B']].flatMap((institutionIds) =>
      [[], ['g']].map((groupIds) => ({ level: 'GROUPS' as const, institutionIds, groupIds })),
    ),
    ...[[], ['GOVERNMENT'], ['UNIVERSITY'], ['GOVERNMENT', 'UNIVERSITY']].map((kinds) => ({
      ...{ level: 'COMMUNITY' as const, kinds: kinds as InstitutionKind[] },
    })),
    { level: 'PUBLIC' },
  ];
}

type Admits = (sharing: SharingFacts, reader: MembershipFacts, now: Date) => boolean;

/** For each reader at each moment whether the sharing admits them. */
export function admitted(sharing: SharingFacts, admits: Admits): boolean[] {
  return MOMENTS.flatMap((now) => READERS.map((reader) => admits(sharing, reader, now)));
}

/** As the access model puts it in words, written without looking at the rule. */
export const byTheModel: Admits = (sharing, reader, now) => {
  const open =
    (sharing.visibleFrom === null || now >= sharing.visibleFrom) &&
    (sharing.visibleUntil === null || now < sharing.visibleUntil);
  const rank = ROLES.indexOf(reader.role);
  const inOwner = reader.institutionId === OWNER;
  if (sharing.level === 'PUBLIC' && open) return true;
  if (sharing.excludedInstitutionIds.includes(reader.institutionId) || rank < sharing.minimumRole)
    return false;
  // A grant is for one institution that the sharing leaves out; what is for named people has none.
  const granted =
    reader.grantedDocumentIds.includes(DOCUMENT) && !['NAMED', 'PUBLIC'].includes(sharing.level);
  const inAudience = {
    NAMED: sharing.memberIds.includes(reader.id),
    INSTITUTION: inOwner,
    GROUPS:
      inOwner ||
      sharing.institutionIds.includes(reader.institutionId) ||
      reader.groupIds.some((group) => sharing.groupIds.includes(group)),
    COMMUNITY: inOwner || sharing.kinds.length === 0 || sharing.kinds.includes(reader.institutionKind),
    PUBLIC: true,
  }[sharing.level];
  if (open) return inAudience || granted;
  return inOwner && inAudience && rank >= ROLES.indexOf('REVIEWER');
};

/** As the rule that is enforced has it. */
export const byTheRule: Admits = (sharing, reader, now) =>
  evaluate(mayReadPublished({ ...PRINCIPAL, memberships: [reader] }, now), { ...DOCUMENT_FACTS, ...sharing });

const PRINCIPAL: UserPrincipal = {
  ...{
    type: 'user',
    userId: 'reader',
    memberships: [],
    scopes: [],
    boundTo: null,
    expiresAt: null,
    actingSlug: null,
  },
};

const DOCUMENT_FACTS: Omit<DocumentFacts, keyof SharingFacts> = {
  ...{
    id: DOCUMENT,
    kind: 'GUIDANCE',
    state: 'PUBLISHED',
    workState: null,
    ownerId: OWNER,
    authorId: 'author',
  },
  ...{ coAuthorIds: [], reviewerIds: [], tombstoned: false, discoverable: false, topics: [], countries: [] },
  ...{
    partnerIds: [],
    riskAreas: [],
    technologyAreas: [],
    decision: null,
    severity: null,
    collaborationType: null,
  },
  ...{ publishedAt: new Date(0), reviewBy: null },
};
