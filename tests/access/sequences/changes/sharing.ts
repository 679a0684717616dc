import { INSTITUTION_KINDS, ROLES } from '#kernel';
import { idsOf, randomSharing, type Dice } from '../../world/random-sharing.ts';
import type { World, WorldDocument, WorldSharing } from '../../world/world.ts';
import {
  anyOf,
  change,
  colleaguesOf,
  documentChange,
  weighted,
  without,
  type Change,
  type Scene,
} from './change.ts';

/** Only what is published is narrowed and widened; before that there is nobody to take it from. */
const isPublished = ({ state }: WorldDocument): boolean => state === 'PUBLISHED';
/** The sharing of what is withdrawn stays as it was. */
const isShared = ({ state }: WorldDocument): boolean => state !== 'WITHDRAWN';
/** NAMED stays with those it names, and PUBLIC needs no grant. */
const isGrantable = ({ level }: WorldDocument): boolean => level !== 'NAMED' && level !== 'PUBLIC';
const excludesSome = ({ level, excludedInstitutionIds }: WorldDocument): boolean =>
  (level === 'GROUPS' || level === 'COMMUNITY') && excludedInstitutionIds.length > 0;
const atLevel =
  (level: WorldSharing['level']) =>
  (document: WorldDocument): boolean =>
    isShared(document) && document.level === level;

/** What happens to with whom documents are shared. */
export const SHARING_CHANGES: readonly Change[] = [
  documentChange('it is shared anew', 'either', isShared, (document, roll, { world }) => {
    const owner = world.institutions.find(({ id }) => id === document.ownerId)!;
    return randomSharing(roll, owner, world);
  }),
  documentChange('it is narrowed', 'closes', isPublished, narrowed),
  documentChange('it is widened', 'opens', isPublished, widened),
  documentChange('an institution is excluded', 'closes', isShared, (document, roll, { world }) => {
    const out = anyOf(
      roll,
      without(idsOf(world.institutions), document.ownerId, ...document.excludedInstitutionIds),
    );
    return out ? { excludedInstitutionIds: [...document.excludedInstitutionIds, out] } : null;
  }),
  documentChange('an exclusion is lifted', 'opens', excludesSome, (document, roll) => {
    const back = anyOf(roll, document.excludedInstitutionIds);
    return back ? { excludedInstitutionIds: without(document.excludedInstitutionIds, back) } : null;
  }),
  documentChange(
    'the least role is raised',
    'closes',
    (document) => isShared(document) && document.minimumRole !== 'PUBLISHER',
    ({ minimumRole }, roll) => ({ minimumRole: roll.one(...ROLES.slice(ROLES.indexOf(minimumRole) + 1)) }),
  ),
  documentChange(
    'the least role is lowered',
    'opens',
    (document) => isShared(document) && document.minimumRole !== 'READER',
    ({ minimumRole }, roll) => ({ minimumRole: roll.one(...ROLES.slice(0, ROLES.indexOf(minimumRole))) }),
  ),
  documentChange('its window is moved', 'either', isShared, (_document, roll) => ({
    visibleFrom: roll.moment(),
    visibleUntil: roll.moment(),
  })),
  documentChange('an institution is listed', 'opens', atLevel('GROUPS'), (document, roll, { world }) => {
    const one = anyOf(roll, without(idsOf(world.institutions), ...document.institutionIds));
    return one ? { institutionIds: [...document.institutionIds, one] } : null;
  }),
  documentChange('an institution is struck off', 'closes', atLevel('GROUPS'), (document, roll) => {
    const one = anyOf(roll, document.institutionIds);
    return one ? { institutionIds: without(document.institutionIds, one) } : null;
  }),
  documentChange('a group is listed', 'opens', atLevel('GROUPS'), (document, roll, { world }) => {
    const one = anyOf(roll, without(idsOf(world.groups), ...document.groupIds));
    return one ? { groupIds: [...document.groupIds, one] } : null;
  }),
  documentChange('a group is struck off', 'closes', atLevel('GROUPS'), (document, roll) => {
    const one = anyOf(roll, document.groupIds);
    return one ? { groupIds: without(document.groupIds, one) } : null;
  }),
  documentChange('a member is named', 'opens', atLevel('NAMED'), (document, roll, { world }) => {
    const one = anyOf(roll, without(idsOf(world.memberships), ...document.memberIds));
    return one ? { memberIds: [...document.memberIds, one] } : null;
  }),
  documentChange('a member is named no more', 'closes', atLevel('NAMED'), (document, roll) => {
    const one = anyOf(roll, document.memberIds);
    return one ? { memberIds: without(document.memberIds, one) } : null;
  }),
  documentChange('its kinds are chosen', 'either', atLevel('COMMUNITY'), (_document, roll) => ({
    kinds: roll.some(INSTITUTION_KINDS, 2),
  })),
  documentChange(
    'its attribution changes',
    'neither',
    (document) => isShared(document) && document.level !== 'PUBLIC',
    ({ attribution }) => ({ attribution: attribution === 'NAMED' ? 'WITHHELD' : 'NAMED' }),
  ),
  documentChange('it may be found by others, or no more', 'neither', isPublished, ({ discoverable }) => ({
    discoverable: !discoverable,
  })),
  change('access is granted', 'opens', accessGranted),
  change('a grant is taken back', 'closes', (world, roll, now) => {
    const grant = anyOf(
      roll,
      weighted(world.grants, ({ documentId, expiresAt }) => {
        const document = world.documents.find(({ id }) => id === documentId)!;
        return expiresAt > now && isPublished(document) && isGrantable(document);
      }),
    );
    if (!grant) return null;
    return {
      world: { ...world, grants: without(world.grants, grant) },
      to: `${grant.documentId}, ${grant.institutionId}`,
    };
  }),
];

/** To a level for fewer, or at NAMED to fewer members. Nobody is in the new audience who was not in the old. */
function narrowed(document: WorldDocument, roll: Dice, { world }: Scene): Partial<WorldDocument> | null {
  const { level, kinds, memberIds } = document;
  const toInstitution = { level: 'INSTITUTION' } as const;
  const toNamed = { level: 'NAMED', memberIds: roll.some(idsOf(colleaguesOf(world, document)), 3) } as const;
  const inWhole = { level: 'GROUPS' } as const;
  switch (level) {
    case 'PUBLIC':
      return roll.one<Partial<WorldDocument>>({ level: 'COMMUNITY' }, inWhole, toInstitution, toNamed);
    case 'COMMUNITY':
      return roll.one<Partial<WorldDocument>>(kinds.length === 0 ? inWhole : toInstitution, toInstitution);
    case 'GROUPS':
      return roll.one<Partial<WorldDocument>>(toInstitution, toNamed);
    case 'INSTITUTION':
      return toNamed;
    case 'NAMED':
      return memberIds.length === 0 ? null : { memberIds: roll.some(memberIds, memberIds.length - 1) };
  }
}

/** To a level for more, with whatever lists are there. */
function widened({ level }: WorldDocument, roll: Dice): Partial<WorldDocument> | null {
  const toCommunity: Partial<WorldDocument> = { level: 'COMMUNITY', kinds: [] };
  const toPublic: Partial<WorldDocument> = { level: 'PUBLIC', attribution: 'NAMED' };
  switch (level) {
    case 'INSTITUTION':
      return roll.one<Partial<WorldDocument>>({ level: 'GROUPS' }, toCommunity, toPublic);
    case 'GROUPS':
      return roll.one<Partial<WorldDocument>>(toCommunity, toPublic);
    case 'COMMUNITY':
      return toPublic;
    case 'NAMED':
    case 'PUBLIC':
      return null;
  }
}

/** For longer than the institution had it, if it had it. */
function accessGranted(world: World, roll: Dice, now: Date): { world: World; to: string } | null {
  const document = anyOf(
    roll,
    world.documents.filter((one) => isPublished(one) && isGrantable(one)),
  );
  if (!document) return null;
  const [documentId, institutionId] = [document.id, roll.one(...world.institutions).id];
  const former = world.grants.find(
    (grant) => grant.documentId === documentId && grant.institutionId === institutionId,
  );
  const from = Math.max(now.getTime(), former?.expiresAt.getTime() ?? 0);
  const expiresAt = new Date(from + roll.one(1, 3_600_000));
  const others = former ? without(world.grants, former) : world.grants;
  return {
    world: { ...world, grants: [...others, { documentId, institutionId, expiresAt }] },
    to: `${documentId}, ${institutionId}`,
  };
}
