import { INSTITUTION_KINDS, ROLES, SHARING_LEVELS } from '#kernel';
import type { Story } from './story.ts';

const HOUR = 3_600_000;

/** A sharing that somebody could ask for, mostly one that is valid. */
export function sharingInput(story: Story, ownerId: string): Record<string, unknown> {
  const { roll, cast, now } = story;
  const homes = cast.homes.map(({ id }) => id);
  const level = roll.one(...SHARING_LEVELS);
  const hours = (...from: (number | null)[]): string | null => {
    const offset = roll.one(...from);
    return offset === null ? null : new Date(now.getTime() + offset * HOUR).toISOString();
  };
  return {
    level,
    minimumRole: roll.one('READER', 'READER', 'READER', ...ROLES),
    attribution: level === 'PUBLIC' ? 'NAMED' : roll.one('NAMED', 'WITHHELD'),
    institutionIds: level === 'GROUPS' ? roll.some(homes, 2) : [],
    groupIds: level === 'GROUPS' ? roll.some([cast.groupId]) : [],
    kinds: level === 'COMMUNITY' ? roll.one([], roll.some(INSTITUTION_KINDS, 3)) : [],
    membershipIds: level === 'NAMED' ? named(story, ownerId) : [],
    excludedInstitutionIds: roll.one(
      [],
      [],
      roll.some(
        homes.filter((id) => id !== ownerId),
        1,
      ),
    ),
    visibleFrom: hours(null, null, null, null, -2, 2),
    visibleUntil: hours(null, null, null, null, 3, 6),
  };
}

/** Anyone, and mostly a publisher of the owner: without one of them it could not be published. */
function named(story: Story, ownerId: string): string[] {
  const living = story.world.memberships.filter(({ status }) => status === 'ACTIVE');
  const publishers = living.filter((own) => own.institutionId === ownerId && own.role === 'PUBLISHER');
  const names = (some: typeof living): string[] =>
    // In the order of the cast: that of the ids is another one in every run.
    [...story.cast.people.keys()].flatMap((name) =>
      some.filter((own) => story.nameOf(own.userId) === name).map(({ id }) => id),
    );
  return [...new Set([...story.roll.one(names(publishers), []), ...story.roll.some(names(living), 3)])];
}
