import type { EnginePosition } from '../engine.ts';
import type { Statistics } from './ranking.ts';

/** Where a hit stands: its key and id, and by what the scores of this search are worked out. */
export function orderPosition(
  key: number,
  id: string,
  day: number,
  statistics: Statistics | null,
): EnginePosition {
  return statistics === null ? [key, id] : [key, id, day, statistics.averageLength, ...statistics.rarities];
}

/** What a position tells of the first page's statistics; null when it does not fit the query's terms. */
export function statisticsIn(position: EnginePosition | null, terms: number): Statistics | null {
  if (position?.length !== 4 + terms) return null;
  const [averageLength, ...rarities] = position.slice(3).map(Number);
  return { averageLength: averageLength!, rarities };
}

/** Whether it can be a position of this engine, or of another one for a document. */
export function isPosition(position: EnginePosition): boolean {
  const [key, id, ...statistics] = position;
  return (
    position.length >= 2 &&
    (key === null || Number.isFinite(key)) &&
    typeof id === 'string' &&
    statistics.every((number) => Number.isFinite(number) && Number(number) >= 0)
  );
}
