import type { EnginePosition } from '../engine.ts';
import { encodeValue } from './fact-values.ts';
import type { Filter } from './filter-text.ts';
import type { Found } from './questions.ts';

/** Newest first, equal ones by id, the undated last: Meilisearch puts what lacks an attribute at the end. */
export const NEWEST_FIRST = ['publishedAt:desc', 'id:asc'];

/** The latest moment that a Date can hold, in milliseconds, and one more. */
const NEVER_REACHED = 8.64e15 + 1;

/**
 * Where a hit stands in a list by time. The number falls from hit to hit and is always negative, so that
 * these positions stand behind all those of hits with a score.
 */
export function timeKey({ publishedAt }: Pick<Found, 'publishedAt'>): number {
  return publishedAt === undefined ? -Number.MAX_VALUE : publishedAt - NEVER_REACHED;
}

/** The filter of what stands behind a position of `timeKey`; of any other position, everything does. */
export function behind(position: EnginePosition | null): Filter {
  if (position === null || !isTimePosition(position)) return [];
  const [key, id] = [Number(position[0]), encodeValue(String(position[1]))];
  if (key === -Number.MAX_VALUE) return ['publishedAt NOT EXISTS', `id > "${id}"`];
  const moment = key + NEVER_REACHED;
  return [`publishedAt < ${moment} OR (publishedAt = ${moment} AND id > "${id}") OR publishedAt NOT EXISTS`];
}

export function isTimePosition(position: EnginePosition): boolean {
  return Number(position[0]) < 0;
}

/** Whether the position can be one of this engine's: key, id, day, rarities. */
export function isPosition(position: EnginePosition): boolean {
  const [key, id, ...basis] = position;
  return (
    position.length >= 3 &&
    Number.isFinite(key) &&
    typeof id === 'string' &&
    basis.every((number) => Number.isFinite(number) && Number(number) >= 0)
  );
}
