import fc, { type Arbitrary } from 'fast-check';
import { DOCUMENT_STATES, INSTITUTION_KINDS, ROLES } from '#kernel';
import { idsOf, randomSharing, Dice, type People } from './random-sharing.ts';
import type {
  World,
  WorldDocument,
  WorldGrant,
  WorldGroup,
  WorldInstitution,
  WorldMembership,
  WorldSharing,
  WorldUser,
} from './world.ts';

interface Size {
  institutions: number;
  users: number;
  documents: number;
}

/** Worlds with everything that the access rule asks about, around one moment. Names say what is what. */
export function randomWorld(now: Date, size: Size): Arbitrary<World> {
  return randomWorldAnd(now, size, () => null).map(([world]) => world);
}

/** A world together with something else that is chosen at random and knows the world. */
export function randomWorldAnd<T>(
  now: Date,
  size: Size,
  choose: (roll: Dice, world: World) => T,
): Arbitrary<[World, T]> {
  return fc.gen().map((g) => {
    const roll = new Dice(g, now);
    const world = worldBy(roll, size);
    return [world, choose(roll, world)];
  });
}

/** The world that the dice make. */
export function worldBy(roll: Dice, size: Size): World {
  const institutions = times(size.institutions, (number) => randomInstitution(roll, number));
  const users = times(size.users, (number) => ({ id: `user-${number}` }));
  const memberships = users.flatMap((user) => randomMemberships(roll, user, institutions));
  const groups = times(roll.upTo(3), (number) => randomGroup(roll, number, institutions));
  const people: People = { institutions, users, memberships, groups };
  const documents = times(size.documents, (number) => randomDocument(roll, number, people));
  const grants = documents.flatMap(({ id }) => randomGrants(roll, id, institutions));
  return { ...people, documents, grants };
}

const WORK = ['DRAFT', 'IN_REVIEW', 'APPROVED'] as const;

function randomInstitution(roll: Dice, number: number): WorldInstitution {
  const status = roll.one('ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED', 'PENDING');
  return { id: `institution-${number}`, kind: roll.one(...INSTITUTION_KINDS), status };
}

/** One to three, in different institutions; and sometimes a revoked one, from before, in the first of them. */
function randomMemberships(
  roll: Dice,
  { id: userId }: WorldUser,
  institutions: WorldInstitution[],
): WorldMembership[] {
  const homes = times(1 + roll.upTo(2), () => roll.one(...institutions));
  const distinct = [...new Set(homes)];
  const membership = (
    { id }: WorldInstitution,
    status: WorldMembership['status'],
    suffix = '',
  ): WorldMembership => ({
    ...{ id: `${userId}@${id}${suffix}`, userId, institutionId: id, role: roll.one(...ROLES), status },
    ...{ administrator: roll.one(true, false), auditor: roll.one(true, false), validUntil: roll.moment() },
  });
  const living = distinct.map((home) =>
    membership(home, roll.one('ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'INVITED', 'REVOKED')),
  );
  const former = roll.one(true, false, false, false) ? [membership(distinct[0]!, 'REVOKED', ', before')] : [];
  return [...living, ...former];
}

function randomGroup(roll: Dice, number: number, institutions: WorldInstitution[]): WorldGroup {
  const owner = roll.one(...institutions);
  const others = institutions.filter((institution) => institution !== owner).map(({ id }) => id);
  const accepted = roll.some(others, 3);
  const invited = roll.some(
    others.filter((id) => !accepted.includes(id)),
    2,
  );
  return {
    id: `group-${number}`,
    ownerId: owner.id,
    accepted,
    invited,
    deleted: roll.one(true, false, false, false),
  };
}

/** Now and then an institution has been granted access, for longer or shorter. */
function randomGrants(roll: Dice, documentId: string, institutions: WorldInstitution[]): WorldGrant[] {
  if (roll.one(true, true, false)) return [];
  return roll.some(institutions, 2).flatMap(({ id: institutionId }) => {
    const expiresAt = roll.moment();
    return expiresAt === null ? [] : [{ documentId, institutionId, expiresAt }];
  });
}

function randomDocument(roll: Dice, number: number, people: People): WorldDocument {
  const { institutions, users, memberships } = people;
  const owner = roll.one(...institutions);
  const colleagues = memberships.filter(({ institutionId }) => institutionId === owner.id);
  const state = roll.one('PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', ...DOCUMENT_STATES);
  const workState = state === 'PUBLISHED' ? roll.one(null, ...WORK) : state === 'WITHDRAWN' ? null : state;
  const sharing = (): WorldSharing => randomSharing(roll, owner, people);
  const wasPublished = state === 'PUBLISHED' || state === 'WITHDRAWN';
  return {
    ...{ id: `document-${number}`, kind: 'GUIDANCE', title: `Document ${number}`, topic: 'random' },
    ownerId: owner.id,
    authorId: roll.one(null, ...idsOf(users), ...colleagues.map(({ userId }) => userId)),
    coAuthorIds: roll.some(idsOf(colleagues), 2),
    reviewerIds: roll.some(idsOf(users), 2),
    ...{ state, workState, tombstoned: state === 'WITHDRAWN' && roll.one(true, true, false) },
    history: wasPublished ? times(roll.upTo(2), sharing) : [],
    passedOver: roll.one(true, false, false),
    ...sharing(),
  };
}

function times<T>(count: number, make: (number: number) => T): T[] {
  return Array.from({ length: count }, (_, number) => make(number));
}
