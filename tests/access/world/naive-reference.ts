/**
 * The access model once more, straight from its words and as slowly as they are said: no predicates, no
 * compilers, nothing of libs/access. What the system answers must be what this answers.
 */
import { shownVersion, type World, type WorldDocument, type WorldMembership } from './world.ts';

const LADDER = ['READER', 'CONTRIBUTOR', 'REVIEWER', 'PUBLISHER'];

interface Asking {
  world: World;
  /** Null is someone who is not signed in. */
  userId: string | null;
  now: Date;
}

/** Whether someone may read the document. */
export function reads(asking: Asking, document: WorldDocument): boolean {
  switch (document.state) {
    case 'PUBLISHED':
      return readsPublished(asking, document);
    case 'WITHDRAWN':
      return readsWithdrawn(asking, document);
    default:
      return readsUnpublished(asking, document, document.state);
  }
}

/** Whether someone sees the next version of a published document. */
export function seesWorking(asking: Asking, document: WorldDocument): boolean {
  const { state, workState } = document;
  if (state !== 'PUBLISHED' || workState === null) return false;
  return readsPublished(asking, document) && readsUnpublished(asking, document, workState);
}

/** Numbers of the versions that someone may read, newest first. */
export function readsVersions(asking: Asking, document: WorldDocument): number[] {
  if (!reads(asking, document)) return [];
  const shown = shownVersion(document);
  const numbers = [shown];
  if (seesWorking(asking, document)) numbers.unshift(shown + 1);
  if (document.passedOver && readsUnpublished(asking, document, 'DRAFT')) numbers.push(shown - 1);
  // A grant, like all widening, opens no history.
  const ungranted = { ...asking, world: { ...asking.world, grants: [] } };
  for (let number = document.history.length; number >= 1; number -= 1) {
    if (readsPublished(ungranted, { ...document, ...document.history[number - 1]! })) numbers.push(number);
  }
  return numbers;
}

/** Whether someone sees what is left of a withdrawn document: who reads it still, and who could read it. */
export function seesTombstone(asking: Asking, document: WorldDocument): boolean {
  if (document.state !== 'WITHDRAWN') return false;
  if (readsWithdrawn(asking, document)) return true;
  if (!document.tombstoned) return false;
  return document.level === 'PUBLIC' || counting(asking).some((own) => isAdmitted(asking, document, own));
}

/** Whether someone sees the stub of a document: not the document, but that there is one to ask for. */
export function seesStub(asking: Asking, document: WorldDocument): boolean {
  const { state, level, discoverable, excludedInstitutionIds } = document;
  if (!discoverable || state !== 'PUBLISHED') return false;
  // What names its readers is for nobody else to know of; what is public needs no asking.
  if (level === 'NAMED' || level === 'PUBLIC') return false;
  if (!isOpen(asking, document) || reads(asking, document)) return false;
  return counting(asking).some(({ institutionId }) => !excludedInstitutionIds.includes(institutionId));
}

/** Whether someone learns which institution a document is from. */
export function seesAttribution(asking: Asking, document: WorldDocument): boolean {
  if (document.attribution === 'NAMED') return true;
  return counting(asking).some(({ institutionId }) => institutionId === document.ownerId);
}

function readsPublished(asking: Asking, document: WorldDocument): boolean {
  const open = isOpen(asking, document);
  if (document.level === 'PUBLIC' && open) return true;
  for (const own of counting(asking)) {
    const inside = own.institutionId === document.ownerId;
    if (inside && document.authorId === asking.userId) return true;
    if (!isAdmitted(asking, document, own)) continue;
    if (open) return true;
    if (inside && (own.role === 'REVIEWER' || own.role === 'PUBLISHER')) return true;
  }
  return false;
}

/** DRAFT is for fewer people than IN_REVIEW and APPROVED; NAMED is for those it names at every step. */
function readsUnpublished(asking: Asking, document: WorldDocument, step: string): boolean {
  for (const own of counting(asking)) {
    if (own.institutionId !== document.ownerId) continue;
    const reviewer = own.role === 'REVIEWER' || own.role === 'PUBLISHER';
    if (document.authorId === asking.userId) return true;
    if (document.coAuthorIds.includes(own.id)) return true;
    if (reviewer && document.reviewerIds.includes(own.userId)) return true;
    if (document.level === 'NAMED') {
      if (document.memberIds.includes(own.id)) return true;
      continue;
    }
    if (own.role === 'PUBLISHER') return true;
    if (own.role === 'REVIEWER' && step !== 'DRAFT') return true;
  }
  return false;
}

function readsWithdrawn(asking: Asking, document: WorldDocument): boolean {
  for (const own of counting(asking)) {
    if (own.institutionId !== document.ownerId) continue;
    if (document.authorId === asking.userId) return true;
    if (own.role !== 'REVIEWER' && own.role !== 'PUBLISHER') continue;
    if (document.level !== 'NAMED' || isNamed(document, own)) return true;
  }
  return false;
}

/** One membership alone: in the audience, not excluded, and high enough. */
function isAdmitted(asking: Asking, document: WorldDocument, own: WorldMembership): boolean {
  if (document.excludedInstitutionIds.includes(own.institutionId)) return false;
  if (LADDER.indexOf(own.role) < LADDER.indexOf(document.minimumRole)) return false;
  return isInAudience(asking, document, own);
}

function isInAudience({ world, now }: Asking, document: WorldDocument, own: WorldMembership): boolean {
  if (document.level === 'NAMED') return isNamed(document, own);
  if (own.institutionId === document.ownerId) return true;
  for (const { documentId, institutionId, expiresAt } of world.grants) {
    if (documentId !== document.id || institutionId !== own.institutionId) continue;
    if (now.getTime() < expiresAt.getTime()) return true;
  }
  switch (document.level) {
    case 'INSTITUTION':
      return false;
    case 'GROUPS': {
      if (document.institutionIds.includes(own.institutionId)) return true;
      const listed = world.groups.filter((group) => document.groupIds.includes(group.id) && !group.deleted);
      return listed.some(
        ({ ownerId, accepted }) => ownerId === own.institutionId || accepted.includes(own.institutionId),
      );
    }
    case 'COMMUNITY': {
      const institution = world.institutions.find(({ id }) => id === own.institutionId);
      return document.kinds.length === 0 || document.kinds.some((kind) => kind === institution?.kind);
    }
    case 'PUBLIC':
      return true;
  }
}

function isNamed(document: WorldDocument, own: WorldMembership): boolean {
  if (document.memberIds.includes(own.id)) return true;
  return own.institutionId === document.ownerId && document.coAuthorIds.includes(own.id);
}

/** The memberships that count now: ACTIVE, unexpired, and of an institution that is ACTIVE. */
function counting({ world, userId, now }: Asking): WorldMembership[] {
  return world.memberships.filter((membership) => {
    if (membership.userId !== userId || membership.status !== 'ACTIVE') return false;
    if (membership.validUntil !== null && membership.validUntil.getTime() <= now.getTime()) return false;
    return world.institutions.some(
      ({ id, status }) => id === membership.institutionId && status === 'ACTIVE',
    );
  });
}

function isOpen({ now }: Asking, { visibleFrom, visibleUntil }: WorldDocument): boolean {
  if (visibleFrom !== null && now.getTime() < visibleFrom.getTime()) return false;
  if (visibleUntil !== null && now.getTime() >= visibleUntil.getTime()) return false;
  return true;
}
