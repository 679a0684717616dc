import { idsOf, type Dice } from '../../world/random-sharing.ts';
import type { World, WorldDocument, WorldSharing } from '../../world/world.ts';
import { anyOf, colleaguesOf, documentChange, without, type Change, type Scene } from './change.ts';

const isWorkedOn = ({ workState }: WorldDocument): boolean => workState !== null;
const isPublished = ({ state }: WorldDocument): boolean => state === 'PUBLISHED';
/** What co-authors matter for: they work on it, and read it when it is NAMED. */
const isCoWritten = ({ workState, level, state }: WorldDocument): boolean =>
  state !== 'WITHDRAWN' && (workState !== null || level === 'NAMED');
const isAt =
  (step: WorldDocument['workState']) =>
  ({ workState }: WorldDocument): boolean =>
    workState === step;

/** What happens to documents on their way to their readers and back. None of it is for other readers than before. */
export const WORK_CHANGES: readonly Change[] = [
  documentChange('it is edited', 'neither', ({ state }) => state !== 'WITHDRAWN', edited),
  documentChange('it is submitted', 'neither', isAt('DRAFT'), (document) => step(document, 'IN_REVIEW')),
  documentChange('it is approved', 'neither', isAt('IN_REVIEW'), (document, roll, { world }) => ({
    ...step(document, 'APPROVED'),
    reviewerIds: withReviewer(document, anyOf(roll, reviewers(world, document))),
  })),
  documentChange('changes are asked for', 'neither', isAt('IN_REVIEW'), (document, roll, { world }) => ({
    ...step(document, 'DRAFT'),
    reviewerIds: withReviewer(document, anyOf(roll, reviewers(world, document))),
  })),
  documentChange('it is published', 'neither', isWorkedOn, published),
  documentChange('it is withdrawn', 'neither', isPublished, (document, _roll, scene) =>
    withdrawn(document, scene),
  ),
  documentChange(
    'it is superseded',
    'neither',
    (document, world) => isPublished(document) && world.documents.some((one) => replaces(one, document)),
    (document, _roll, scene) => withdrawn(document, scene),
  ),
  documentChange('a co-author joins', 'opens', isCoWritten, joined),
  documentChange('a co-author drops out', 'closes', isCoWritten, (document, roll) => {
    const one = anyOf(roll, document.coAuthorIds);
    return one ? { coAuthorIds: without(document.coAuthorIds, one) } : null;
  }),
];

/** What was never published changes where it stands; what is published gets a draft beside it. */
function edited(document: WorldDocument): Partial<WorldDocument> {
  if (isPublished(document)) return { workState: 'DRAFT' };
  return { ...step(document, 'DRAFT'), passedOver: true };
}

function step(
  { state }: WorldDocument,
  workState: NonNullable<WorldDocument['workState']>,
): Partial<WorldDocument> {
  return state === 'PUBLISHED' ? { workState } : { state: workState, workState };
}

/** The version that was published before, if there was one, keeps the sharing that it had. */
function published(document: WorldDocument): Partial<WorldDocument> {
  const next = { state: 'PUBLISHED', workState: null } as const;
  if (!isPublished(document)) return next;
  return { ...next, history: [...document.history, sharingOf(document)], passedOver: false };
}

function withdrawn({ visibleFrom, visibleUntil }: WorldDocument, { now }: Scene): Partial<WorldDocument> {
  const open = (visibleFrom === null || visibleFrom <= now) && (visibleUntil === null || visibleUntil > now);
  return { state: 'WITHDRAWN', workState: null, tombstoned: open };
}

function joined(document: WorldDocument, roll: Dice, { world }: Scene): Partial<WorldDocument> | null {
  const one = anyOf(roll, without(idsOf(colleaguesOf(world, document)), ...document.coAuthorIds));
  return one ? { coAuthorIds: [...document.coAuthorIds, one] } : null;
}

function sharingOf(document: WorldDocument): WorldSharing {
  const { level, tlp, attribution, minimumRole, visibleFrom, visibleUntil } = document;
  const { institutionIds, groupIds, memberIds, kinds, excludedInstitutionIds } = document;
  return {
    ...{ level, tlp, attribution, minimumRole, visibleFrom, visibleUntil },
    ...{ institutionIds, groupIds, memberIds, kinds, excludedInstitutionIds },
  };
}

function reviewers(world: World, document: WorldDocument): string[] {
  return colleaguesOf(world, document).map(({ userId }) => userId);
}

function withReviewer({ reviewerIds }: WorldDocument, one: string | undefined): string[] {
  return one === undefined || reviewerIds.includes(one) ? reviewerIds : [...reviewerIds, one];
}

function replaces(one: WorldDocument, document: WorldDocument): boolean {
  return one !== document && isPublished(one) && one.ownerId === document.ownerId;
}
