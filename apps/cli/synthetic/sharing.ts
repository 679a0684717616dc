import {
  INITIAL_SHARING,
  normalised,
  rankOf,
  reachesOutside,
  strictestLabel,
  tlpAllows,
  type SharingFacts,
} from '#access';
import { INSTITUTION_KINDS, TLP_LABELS, type SharingLevel } from '#kernel';
import type { Random } from './random.ts';
import type { SharingRow } from './rows.ts';
import type { SyntheticInstitution, World } from './world.ts';

/** From docs of the command line. */
const LEVEL_SHARES: readonly (readonly [SharingLevel, number])[] = [
  ['COMMUNITY', 0.4],
  ['PUBLIC', 0.2],
  ['INSTITUTION', 0.2],
  ['GROUPS', 0.15],
  ['NAMED', 0.05],
];

/** How often documents that can have them carry these. */
const LOOSER_LABELS = 0.2;
const EXCLUSIONS = 0.06;
const MINIMUM_ROLES = 0.05;
const WITHHELD = 0.08;
const KINDS = 0.08;
const WINDOWS = 0.04;

const DAY = 24 * 60 * 60 * 1_000;
const FAR_FUTURE = new Date('2035-01-01T00:00:00Z');

export function pickLevel(random: Random): SharingLevel {
  return random.pickByShare(LEVEL_SHARES);
}

/**
 * A sharing of this level as the services would accept it. `named` are the memberships that a NAMED
 * document must list; `since` is when its readers first could have read it.
 */
export function makeSharing(
  random: Random,
  world: World,
  owner: SyntheticInstitution,
  level: SharingLevel,
  named: readonly string[],
  since: Date,
): SharingFacts {
  const others = (count: number): string[] =>
    random
      .sample(
        [1, 2, 3, 4].map(() => random.pick(world.institutions).id),
        count,
      )
      .filter((id) => id !== owner.id);
  const outside = reachesOutside(level) && level !== 'PUBLIC';
  const within = level === 'INSTITUTION' || outside;
  return normalised({
    ...INITIAL_SHARING,
    level,
    tlp: random.chance(LOOSER_LABELS)
      ? random.pick(TLP_LABELS.filter((label) => tlpAllows(label, level)))
      : strictestLabel(level),
    attribution: outside && random.chance(WITHHELD) ? 'WITHHELD' : 'NAMED',
    minimumRole:
      within && random.chance(MINIMUM_ROLES) ? rankOf(random.pick(['CONTRIBUTOR', 'REVIEWER'])) : 0,
    ...(level === 'GROUPS' ? groupsAndInstitutions(random, owner, others) : {}),
    memberIds: level === 'NAMED' ? [...named, ...namedOutside(random, world)] : [],
    kinds: random.chance(KINDS) ? random.sample(INSTITUTION_KINDS, random.between(1, 3)) : [],
    excludedInstitutionIds: outside && random.chance(EXCLUSIONS) ? others(random.between(1, 3)) : [],
    ...(random.chance(WINDOWS) ? makeWindow(random, since) : {}),
  });
}

/** Nobody shares into groups of others: only those that the owner is in. */
function groupsAndInstitutions(
  random: Random,
  owner: SyntheticInstitution,
  others: (count: number) => string[],
): Pick<SharingFacts, 'groupIds' | 'institutionIds'> {
  const groupIds = random.sample(owner.groupIds, random.between(1, 2));
  const listed = groupIds.length === 0 || random.chance(0.3);
  return { groupIds, institutionIds: listed ? others(random.between(1, 4)) : [] };
}

function namedOutside(random: Random, world: World): string[] {
  return Array.from({ length: random.between(1, 6) }, () => {
    const { members } = random.pick(world.institutions);
    return random.pick(members).membershipId;
  });
}

/** One that has closed, one that is open until far away, or one that has not opened yet. */
function makeWindow(random: Random, since: Date): Pick<SharingFacts, 'visibleFrom' | 'visibleUntil'> {
  const later = new Date(since.getTime() + random.between(1, 60) * DAY);
  return random.pick([
    { visibleFrom: null, visibleUntil: later },
    { visibleFrom: since, visibleUntil: FAR_FUTURE },
    { visibleFrom: FAR_FUTURE, visibleUntil: null },
  ]);
}

/** The columns of a sharing. */
export function sharingRow(sharing: SharingFacts): SharingRow {
  return {
    level: sharing.level,
    tlp: sharing.tlp,
    attribution: sharing.attribution,
    minimum_role: sharing.minimumRole,
    audience_institution_ids: sharing.institutionIds,
    audience_group_ids: sharing.groupIds,
    audience_member_ids: sharing.memberIds,
    audience_kinds: sharing.kinds,
    excluded_institution_ids: sharing.excludedInstitutionIds,
    visible_from: sharing.visibleFrom,
    visible_until: sharing.visibleUntil,
  };
}
