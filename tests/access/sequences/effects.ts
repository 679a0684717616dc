import type { World } from '../world/world.ts';
import type { Effect } from './changes/change.ts';
import type { Sights } from './in-memory.ts';

/** Who reads more and who reads less than before, of what was published before and is published still. */
export interface Moved {
  gained: string[];
  lost: string[];
}

interface Moment {
  world: World;
  sights: Sights;
}

export function movedBetween(before: Moment, after: Moment): Moved {
  const moved: Moved = { gained: [], lost: [] };
  const published = ({ documents }: World): string[] =>
    documents.filter(({ state }) => state === 'PUBLISHED').map(({ id }) => id);
  const both = published(before.world).filter((id) => published(after.world).includes(id));
  for (const [userId, now] of after.sights) {
    const then = before.sights.get(userId)!;
    for (const id of both) {
      const [read, reads] = [then.get(id)!.reads, now.get(id)!.reads];
      if (read !== reads) (reads ? moved.gained : moved.lost).push(`${userId ?? 'nobody'} ${id}`);
    }
  }
  return moved;
}

const MAY: Readonly<Record<Effect, { gain: boolean; lose: boolean }>> = {
  opens: { gain: true, lose: false },
  closes: { gain: false, lose: true },
  neither: { gain: false, lose: false },
  either: { gain: true, lose: true },
};

/** What has happened against the nature of a change; null when nothing has. */
export function against(effect: Effect, { gained, lost }: Moved): string | null {
  const { gain, lose } = MAY[effect];
  if (!gain && gained.length > 0) return `has opened what it must not: ${gained.join(', ')}`;
  if (!lose && lost.length > 0) return `has closed what it must not: ${lost.join(', ')}`;
  return null;
}
