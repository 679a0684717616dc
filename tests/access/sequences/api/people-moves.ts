import { InstitutionsService } from '#institutions';
import { ROLES } from '#kernel';
import type { WorldMembership } from '../../world/world.ts';
import type { Move } from './moves.ts';
import type { Actor, Story } from './story.ts';

const HOUR = 3_600_000;

/** What happens to people, institutions and the group; and time, and the search index. */
export const PEOPLE_MOVES: Readonly<Record<string, Move>> = {
  'a role changes': (story) =>
    toMember(story, (admin, own) =>
      story.does(admin, 'membershipChange', { id: own.id, role: story.roll.one(...ROLES) }),
    ),
  'a membership gets an end': (story) =>
    toMember(story, (admin, own) => {
      const validUntil = new Date(story.now.getTime() + story.roll.one(1, 4) * HOUR).toISOString();
      return story.does(admin, 'membershipChange', { id: own.id, validUntil });
    }),
  'a membership is revoked': (story) =>
    toMember(story, (admin, own) => story.does(admin, 'membershipRevoke', { id: own.id })),
  'somebody is invited': async (story) => {
    const { id } = story.roll.one(...story.cast.homes);
    const strangers = [...story.cast.people.keys()].filter((name) => !isMember(story, name, id));
    const name = story.roll.one(...strangers, ...strangers, ...story.cast.people.keys());
    await story.does(story.actor(story.administrators(id)), 'membershipInvite', {
      ...{ institutionId: id, email: story.person(name).email, role: story.roll.one(...ROLES) },
      validUntil: story.roll.one(null, new Date(story.now.getTime() + 5 * HOUR).toISOString()),
    });
    return true;
  },
  'an institution is invited to the group, and accepts or not': async (story) => {
    const { groupId, homes } = story.cast;
    const guest = story.roll.one(...homes, ...homes.slice(1));
    await story.does(owners(story), 'sharingGroupAdd', { id: groupId, institutionId: guest.id });
    if (story.roll.one(true, true, false)) {
      await story.does(story.actor(story.administrators(guest.id)), 'sharingGroupAccept', { id: groupId });
    }
    return true;
  },
  'an institution leaves the group': async (story) => {
    const { groupId, homes } = story.cast;
    const group = story.world.groups.find(({ id }) => id === groupId)!;
    const inside = homes
      .map(({ id }) => id)
      .filter((id) => [...group.accepted, ...group.invited].includes(id));
    if (inside.length === 0) return false;
    const institutionId = story.roll.one(...inside);
    const able = [...story.administrators(institutionId), ...story.administrators(homes[0]!.id)];
    await story.does(story.actor(able), 'sharingGroupRemove', { id: groupId, institutionId });
    return true;
  },
  'an institution is suspended or activated': async (story) => {
    const home = story.roll.one(...story.cast.homes);
    const suspended = story.world.institutions.find(({ status }) => status !== 'ACTIVE');
    const { slug } = suspended ? story.home(suspended.id) : home;
    const status = suspended ? 'ACTIVE' : 'SUSPENDED';
    await story.happens(`the operator: ${slug} is ${status}`, () =>
      story.app.app.get(InstitutionsService).setStatus(slug, status),
    );
    return true;
  },
  'time passes': async (story) => {
    const hours = story.roll.one(1, 2, 3);
    await story.happens(`${hours} h pass`, async () => {
      story.now = new Date(story.now.getTime() + hours * HOUR);
    });
    return true;
  },
  'the index is brought up to date': async (story) => {
    await story.happens('the index is brought up to date', () => story.app.index());
    return true;
  },
};

function isMember(story: Story, name: string, institutionId: string): boolean {
  const { userId } = story.person(name);
  return story.world.memberships.some(
    (own) => own.userId === userId && own.institutionId === institutionId && own.status !== 'REVOKED',
  );
}

/** A change of somebody's membership by an administrator. */
async function toMember(
  story: Story,
  change: (administrator: Actor, own: WorldMembership) => Promise<unknown>,
): Promise<boolean> {
  // Nobody changes the own membership, and administrators do not lose theirs as often as that would be tried.
  const members = [...story.cast.people.keys()]
    .flatMap((name) => story.memberships(name))
    .filter(({ administrator }) => !administrator || story.roll.upTo(5) === 0);
  if (members.length === 0) return false;
  const own = story.roll.one(...members);
  await change(story.actor(story.administrators(own.institutionId)), own);
  return true;
}

function owners(story: Story): Actor {
  return story.actor(story.administrators(story.cast.homes[0]!.id));
}
