import type { Caller } from './callers.ts';
import { askOnce, type Side } from './sides/side.ts';

/** Of so many of the newest documents, every so manyeth is taken. */
const [NEWEST, EVERY] = [600, 20];

/** Documents that each caller may read, from the floor, whose list is as long as one likes. */
export async function readableBy(
  floor: Side,
  callers: readonly Caller[],
): Promise<Map<Caller, readonly string[]>> {
  const all = new Map<Caller, readonly string[]>();
  for (const caller of callers) {
    const data = await askOnce(floor, caller, { method: 'GET', path: `/documents/${NEWEST}` });
    const ids = floor.shown(data).map(({ id }) => id);
    all.set(
      caller,
      ids.filter((_, place) => place % EVERY === 0),
    );
  }
  return all;
}
