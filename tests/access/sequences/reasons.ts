import type { World, WorldDocument, WorldMembership } from '../world/world.ts';
import type { Scene } from './changes/change.ts';

/** What a reason must be true of: one of the memberships that count, or the person. */
interface Case {
  own: WorldMembership | null;
  userId: string | null;
  document: WorldDocument;
  scene: Scene;
}
type Truth = (one: Case) => boolean;

const LADDER = ['READER', 'CONTRIBUTOR', 'REVIEWER', 'PUBLISHER'];

const owns: Truth = ({ own, document }) => own?.institutionId === document.ownerId;
const isNamed: Truth = (one) =>
  one.own !== null &&
  (one.document.memberIds.includes(one.own.id) ||
    (owns(one) && one.document.coAuthorIds.includes(one.own.id)));
const isListed: Truth = ({ own, document }) =>
  own !== null && document.institutionIds.includes(own.institutionId);
const isInGroup: Truth = ({ own, document, scene }) =>
  scene.world.groups.some(
    ({ id, ownerId, accepted, deleted }) =>
      !deleted &&
      document.groupIds.includes(id) &&
      own !== null &&
      [ownerId, ...accepted].includes(own.institutionId),
  );
const isOfKind: Truth = ({ own, document, scene }) =>
  document.kinds.some((kind) => kind === institutionOf(scene.world, own)?.kind);
const isOfMember =
  (truth: Truth): Truth =>
  (one) =>
    one.own !== null && truth(one);

/** Why someone may read, and when that is true. */
const FOR: Readonly<Record<string, Truth>> = {
  'It is public.': ({ document }) => document.level === 'PUBLIC',
  'The member wrote it.': (one) => owns(one) && one.document.authorId === one.userId,
  'The member is a co-author.': (one) => owns(one) && one.document.coAuthorIds.includes(one.own!.id),
  'The member has reviewed it.': (one) => owns(one) && one.document.reviewerIds.includes(one.userId!),
  'The member is named.': isNamed,
  'The institution owns the document.': owns,
  'The institution is listed.': isListed,
  'The institution is in a listed sharing group.': isInGroup,
  'It is shared with the whole community.': ({ document }) =>
    document.level === 'COMMUNITY' && document.kinds.length === 0,
  'It is shared with institutions of this kind.': isOfKind,
  'The institution has been granted access for a time.': ({ own, document, scene }) =>
    scene.world.grants.some(
      (grant) =>
        grant.documentId === document.id &&
        grant.institutionId === own?.institutionId &&
        grant.expiresAt > scene.now,
    ),
  'Publishers of the owner see drafts.': (one) => owns(one) && one.own?.role === 'PUBLISHER',
  'Reviewers of the owner see what is in review.': (one) =>
    owns(one) && one.own?.role === 'REVIEWER' && one.document.workState !== 'DRAFT',
};

/** Why someone may not read, and when that is true. */
const AGAINST: Readonly<Record<string, Truth>> = {
  'The member is not named.': isOfMember((one) => !one.document.memberIds.includes(one.own!.id)),
  'The institution does not own the document.': isOfMember((one) => !owns(one)),
  'The institution is not listed.': isOfMember((one) => !isListed(one)),
  'The institution is in no listed sharing group.': isOfMember((one) => !isInGroup(one)),
  'It is shared with institutions of other kinds only.': isOfMember((one) => !isOfKind(one)),
  'The institution is excluded.': ({ own, document }) =>
    own !== null && document.excludedInstitutionIds.includes(own.institutionId),
  'The role is below the least role that may read it.': ({ own, document }) =>
    own !== null && LADDER.indexOf(own.role) < LADDER.indexOf(document.minimumRole),
  'It is not visible yet.': ({ document, scene }) =>
    document.visibleFrom !== null && document.visibleFrom > scene.now,
  'It is no longer visible.': ({ document, scene }) =>
    document.visibleUntil !== null && document.visibleUntil <= scene.now,
  'It has not been handed to the reviewers.': ({ document }) => document.workState === 'DRAFT',
};

/**
 * What is wrong with the reasons that are given for an answer: one that is for the other answer, one that
 * is not true, or none at all where more than the document's state decides. Null when nothing is.
 */
export function faultOf(
  { holds, reasons }: { holds: boolean; reasons: readonly string[] },
  scene: Scene,
  userId: string | null,
  document: WorldDocument,
): string | null {
  const counting = scene.world.memberships.filter((own) => own.userId === userId && doesCount(scene, own));
  const members: (WorldMembership | null)[] = [null, ...counting];
  const truths = holds ? FOR : AGAINST;
  for (const reason of reasons) {
    const isTrue = truths[reason];
    if (!isTrue) return `explained as ${holds ? 'readable' : 'unreadable'} by "${reason}"`;
    if (!members.some((own) => isTrue({ own, userId, document, scene }))) return `"${reason}" is not so`;
  }
  const published = document.state === 'PUBLISHED';
  if (reasons.length === 0 && (holds || (published && counting.length > 0))) return 'nothing is explained';
  return null;
}

function doesCount({ world, now }: Scene, own: WorldMembership): boolean {
  if (own.status !== 'ACTIVE' || institutionOf(world, own)?.status !== 'ACTIVE') return false;
  return own.validUntil === null || own.validUntil > now;
}

function institutionOf({ institutions }: World, own: WorldMembership | null) {
  return institutions.find(({ id }) => id === own?.institutionId);
}
