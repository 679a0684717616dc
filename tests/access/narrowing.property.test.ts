import { isNotWider, normalised, rankOf, type SharingFacts } from '#access';
import fc from 'fast-check';
import { reads } from './world/naive-reference.ts';
import { randomNarrowing, randomSharing, type Dice } from './world/random-sharing.ts';
import { randomWorldAnd } from './world/random-world.ts';
import type { World, WorldDocument, WorldSharing } from './world/world.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const RUNS = 500;
const SIZE = { institutions: 5, users: 5, documents: 8 };
/** Before, at and after the moments around which windows begin and end. */
const MOMENTS = [-366 * 24 * 3_600_000, -1, 0, 1, 366 * 24 * 3_600_000].map(
  (offset) => new Date(NOW.getTime() + offset),
);

/** For each document of a world another sharing: any, or one that is made narrower in some respects. */
function anotherSharing(roll: Dice, { documents, ...people }: World): WorldSharing[] {
  return documents.map((document) => {
    const owner = people.institutions.find(({ id }) => id === document.ownerId)!;
    return roll.one(true, false, false)
      ? randomSharing(roll, owner, people)
      : randomNarrowing(roll, document, randomSharing(roll, owner, people));
  });
}

/**
 * An author may do alone what counts as narrowing. So it must give nothing to anybody: whoever reads it
 * afterwards could have read it before, at whatever moment.
 */
test('what counts as narrowing gives nothing to anybody', () => {
  const seen = { narrower: 0, wider: 0, byLevels: new Set<string>() };
  fc.assert(
    fc.property(randomWorldAnd(NOW, SIZE, anotherSharing), ([world, sharings]) => {
      for (const [number, document] of world.documents.entries()) {
        const published: WorldDocument = {
          ...document,
          state: 'PUBLISHED',
          workState: null,
        };
        const next: WorldDocument = { ...published, ...sharings[number]! };
        if (!counts(world, published, next)) {
          seen.wider += 1;
          continue;
        }
        seen.narrower += 1;
        seen.byLevels.add(`${published.level} ${next.level}`);
        expect(gaining(world, published, next)).toEqual([]);
      }
    }),
    // What fails says by itself which sharings and whom: looking for a smaller world would take minutes.
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(seen.narrower).toBeGreaterThan(300);
  expect(seen.wider).toBeGreaterThan(300);
  // Each level, and steps down from each.
  expect(seen.byLevels.size).toBeGreaterThanOrEqual(12);
}, 180_000);

function counts({ memberships }: World, former: WorldDocument, next: WorldDocument): boolean {
  const isOwners = (id: string): boolean =>
    memberships.some((membership) => membership.id === id && membership.institutionId === former.ownerId);
  return isNotWider(normalised(factsOf(next)), normalised(factsOf(former)), isOwners);
}

/** Who reads it under the next sharing and did not under the former, and when. */
function gaining(world: World, former: WorldDocument, next: WorldDocument): object[] {
  return [null, ...world.users.map(({ id }) => id)].flatMap((userId) =>
    MOMENTS.filter((now) => {
      const asking = { world, userId, now };
      return reads(asking, next) && !reads(asking, former);
    }).map((now) => ({ userId, now, former: factsOf(former), next: factsOf(next) })),
  );
}

function factsOf(sharing: WorldSharing): SharingFacts {
  const { level, tlp, attribution, minimumRole, institutionIds, groupIds, memberIds } = sharing;
  const { kinds, excludedInstitutionIds, visibleFrom, visibleUntil } = sharing;
  return {
    ...{ level, tlp, attribution, minimumRole: rankOf(minimumRole), institutionIds, groupIds, memberIds },
    ...{ kinds, excludedInstitutionIds, visibleFrom, visibleUntil },
  };
}
