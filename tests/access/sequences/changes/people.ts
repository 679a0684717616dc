import { ROLES } from '#kernel';
import { idsOf, type Dice } from '../../world/random-sharing.ts';
import type { World, WorldGroup, WorldMembership } from '../../world/world.ts';
import {
  anyOf,
  change,
  institutionChange,
  membershipChange,
  swapped,
  weighted,
  without,
  type Change,
} from './change.ts';

const isLiving = ({ status }: WorldMembership): boolean => status !== 'REVOKED';

/** What happens to people, to institutions, and to the groups of institutions. */
export const PEOPLE_CHANGES: readonly Change[] = [
  change('a membership is granted', 'opens', granted),
  membershipChange(
    'an invitation is taken up',
    'opens',
    ({ status }) => status === 'INVITED',
    () => ({
      status: 'ACTIVE',
    }),
  ),
  membershipChange(
    'a role is raised',
    'opens',
    ({ role }) => role !== 'PUBLISHER',
    ({ role }, roll) => ({
      role: roll.one(...ROLES.slice(ROLES.indexOf(role) + 1)),
    }),
  ),
  membershipChange(
    'a role is lowered',
    'closes',
    ({ role }) => role !== 'READER',
    ({ role }, roll) => ({
      role: roll.one(...ROLES.slice(0, ROLES.indexOf(role))),
    }),
  ),
  membershipChange('a membership is revoked', 'closes', isLiving, () => ({ status: 'REVOKED' })),
  membershipChange(
    'a membership comes to its end',
    'closes',
    ({ validUntil }, now) => validUntil === null || validUntil > now,
    (_own, _roll, now) => ({ validUntil: now }),
  ),
  membershipChange(
    'a membership is prolonged',
    'opens',
    ({ validUntil }) => validUntil !== null,
    ({ validUntil }, roll, now) => ({
      validUntil: roll.one(null, new Date(Math.max(now.getTime(), validUntil!.getTime()) + 1)),
    }),
  ),
  change('an author leaves', 'closes', authorLeaves),
  change('an author is erased', 'closes', authorErased),
  institutionChange('an institution is suspended', 'closes', ({ status }) => status === 'ACTIVE', {
    status: 'SUSPENDED',
  }),
  institutionChange('an institution is activated', 'opens', ({ status }) => status !== 'ACTIVE', {
    status: 'ACTIVE',
  }),
  groupChange('an institution joins a group', 'opens', (group, world, roll) => {
    const joining = anyOf(roll, outside(group, world));
    return joining
      ? { accepted: [...group.accepted, joining], invited: without(group.invited, joining) }
      : null;
  }),
  groupChange('an institution is invited to a group', 'neither', (group, world, roll) => {
    const guest = anyOf(roll, without(outside(group, world), ...group.invited));
    return guest ? { invited: [...group.invited, guest] } : null;
  }),
  groupChange('an institution leaves a group', 'closes', (group, _world, roll) => {
    const leaving = anyOf(roll, group.accepted);
    return leaving ? { accepted: without(group.accepted, leaving) } : null;
  }),
  groupChange('a group is deleted', 'closes', () => ({ deleted: true })),
];

/** To someone who has no living one in that institution; it may be the second or third in one place. */
function granted(world: World, roll: Dice): { world: World; to: string } | null {
  const user = roll.one(...world.users);
  const taken = world.memberships.filter((own) => own.userId === user.id && isLiving(own));
  const free = without(idsOf(world.institutions), ...taken.map(({ institutionId }) => institutionId));
  const institutionId = anyOf(roll, free);
  if (institutionId === undefined) return null;
  const membership: WorldMembership = {
    ...{ id: `${user.id}@${institutionId}, ${world.memberships.length}`, userId: user.id, institutionId },
    ...{ role: roll.one(...ROLES), administrator: false, auditor: false, status: 'ACTIVE', validUntil: null },
  };
  return { world: { ...world, memberships: [...world.memberships, membership] }, to: membership.id };
}

function authorLeaves(world: World, roll: Dice): { world: World; to: string } | null {
  const written = world.documents.flatMap(({ authorId, ownerId }) =>
    world.memberships.filter(
      (own) => own.userId === authorId && own.institutionId === ownerId && isLiving(own),
    ),
  );
  const leaving = anyOf(roll, written);
  if (!leaving) return null;
  const memberships = swapped(world.memberships, leaving, { status: 'REVOKED' });
  return { world: { ...world, memberships }, to: leaving.id };
}

/** The account goes: what it wrote has no author any more, and nobody has its memberships. */
function authorErased(world: World, roll: Dice): { world: World; to: string } | null {
  const authors = world.documents.flatMap(({ authorId }) => (authorId === null ? [] : [authorId]));
  const erased = anyOf(roll, authors);
  if (erased === undefined) return null;
  const documents = world.documents.map((document) =>
    document.authorId === erased ? { ...document, authorId: null } : document,
  );
  const memberships = world.memberships.map((own) =>
    own.userId === erased ? { ...own, status: 'REVOKED' as const } : own,
  );
  return { world: { ...world, documents, memberships }, to: erased };
}

function groupChange(
  name: string,
  effect: Change['effect'],
  next: (group: WorldGroup, world: World, roll: Dice) => Partial<WorldGroup> | null,
): Change {
  return change(name, effect, (world, roll) => {
    // Mostly one with which something is shared.
    const shared = world.documents.filter(({ state, level }) => state === 'PUBLISHED' && level === 'GROUPS');
    const listed = shared.flatMap(({ groupIds }) => groupIds);
    const living = world.groups.filter(({ deleted }) => !deleted);
    const group = anyOf(
      roll,
      weighted(living, ({ id }) => listed.includes(id)),
    );
    const changed = group && next(group, world, roll);
    if (!group || !changed) return null;
    const gained = [...(changed.accepted ?? []), ...(changed.invited ?? [])].join(' ');
    return {
      world: { ...world, groups: swapped(world.groups, group, changed) },
      to: `${group.id} ${gained}`,
    };
  });
}

/** The institutions that are not in the group, invited or not. */
function outside({ ownerId, accepted }: WorldGroup, { institutions }: World): string[] {
  return without(idsOf(institutions), ownerId, ...accepted);
}
