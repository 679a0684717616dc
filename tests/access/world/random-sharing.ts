import fc, { type GeneratorValue } from 'fast-check';
import { INSTITUTION_KINDS, ROLES, SHARING_LEVELS, TLP_LABELS } from '#kernel';
import type { World, WorldInstitution, WorldSharing } from './world.ts';

export type People = Omit<World, 'documents' | 'grants'>;

/** Random choices. What is listed more than once is chosen more often. */
export class Dice {
  private readonly g: GeneratorValue;
  private readonly now: Date;

  constructor(g: GeneratorValue, now: Date) {
    this.g = g;
    this.now = now;
  }

  upTo(most: number): number {
    return this.g(fc.nat, { max: most });
  }

  one<T>(...from: readonly T[]): T {
    return from[this.upTo(from.length - 1)]!;
  }

  /** At most so many of them, each once. */
  some<T>(from: readonly T[], most = from.length): T[] {
    // Places instead of what is there: fast-check compares with every list that it was ever asked for.
    const places = this.g(fc.subarray<number>, [...from.keys()], { maxLength: Math.min(most, from.length) });
    return places.map((place) => from[place]!);
  }

  /** Around now: at it, next to it, far from it; most often no moment at all. */
  moment(): Date | null {
    const year = 365 * 24 * 3_600_000;
    const offset = this.one(null, null, null, null, -year, -1, 0, 1, year);
    return offset === null ? null : new Date(this.now.getTime() + offset);
  }
}

/** How a document of the owner is shared. The lists of other levels are filled as well: they must open nothing. */
export function randomSharing(roll: Dice, owner: WorldInstitution, people: People): WorldSharing {
  const { institutions, memberships, groups } = people;
  const level = roll.one(...SHARING_LEVELS);
  return {
    ...{ level, tlp: roll.one(...TLP_LABELS) },
    attribution: level === 'PUBLIC' ? 'NAMED' : roll.one('NAMED', 'WITHHELD'),
    minimumRole: roll.one('READER', 'READER', 'READER', ...ROLES),
    institutionIds: roll.some(idsOf(institutions), 2),
    groupIds: roll.some(idsOf(groups)),
    memberIds: roll.some(idsOf(memberships), 4),
    kinds: roll.one([], roll.some(INSTITUTION_KINDS, 3)),
    excludedInstitutionIds: roll.some(
      idsOf(institutions).filter((id) => id !== owner.id),
      roll.one(0, 0, 1, 2),
    ),
    ...{ visibleFrom: roll.moment(), visibleUntil: roll.moment() },
  };
}

/**
 * The sharing, made narrower in some respects; now and then one respect is what another sharing says, so that
 * the result is often narrower in all but one.
 */
export function randomNarrowing(roll: Dice, former: WorldSharing, other: WorldSharing): WorldSharing {
  const mostly = <T>(narrower: T, any: T): T =>
    roll.one(narrower, narrower, narrower, narrower, narrower, any);
  const lower = SHARING_LEVELS.indexOf(other.level) <= SHARING_LEVELS.indexOf(former.level);
  const level = mostly(lower ? roll.one(former.level, other.level) : former.level, other.level);
  const lists = level === former.level ? former : other;
  const within = <T>(list: T[], others: T[]): T[] => mostly(roll.one(list, roll.some(list)), others);
  const higher = Math.max(ROLES.indexOf(former.minimumRole), ROLES.indexOf(other.minimumRole));
  const excluded = [
    ...new Set([...former.excludedInstitutionIds, ...roll.one([], other.excludedInstitutionIds)]),
  ];
  return {
    level,
    tlp: mostly(roll.one('RED', former.tlp), other.tlp),
    attribution:
      level === 'PUBLIC' ? 'NAMED' : mostly(roll.one('WITHHELD', former.attribution), other.attribution),
    minimumRole: mostly(roll.one(former.minimumRole, ROLES[higher]!), other.minimumRole),
    institutionIds: within(lists.institutionIds, other.institutionIds),
    groupIds: within(lists.groupIds, other.groupIds),
    memberIds: within(lists.memberIds, other.memberIds),
    kinds: within(lists.kinds, other.kinds),
    excludedInstitutionIds: mostly(excluded, other.excludedInstitutionIds),
    visibleFrom: mostly(former.visibleFrom, other.visibleFrom),
    visibleUntil: mostly(former.visibleUntil, other.visibleUntil),
  };
}

export function idsOf(list: readonly { id: string }[]): string[] {
  return list.map(({ id }) => id);
}
