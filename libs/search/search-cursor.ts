import { BadInput, decodeCursor, encodeCursor } from '#kernel';
import type { EnginePosition, EngineRequest, SearchEngine } from './engine.ts';

/** What a client may send as `after`. */
export interface SearchCursor {
  /** The engine whose list it belongs to. */
  engine: string;
  position: EnginePosition;
}

const ENGINES: readonly SearchEngine['name'][] = ['embedded', 'meilisearch'];
/** How far into a list of its own an engine looks for the document where another engine's page ended. */
const STEP = 200;
const FARTHEST = 10_000;

/** The cursor of a hit, naming the engine that found it. */
export function cursorOf(engine: string, position: EnginePosition): string {
  return encodeCursor([engine, ...position]);
}

/** Throws BadInput for what `cursorOf` has not made. */
export function readCursor(cursor: string): SearchCursor {
  const [engine, ...position] = decodeCursor(cursor);
  if (position.length < 2 || !ENGINES.some((name) => name === engine))
    throw new BadInput('after is not a cursor of this list');
  return { engine: String(engine), position };
}

/**
 * Where the engine goes on with a list. Of a list that another engine has begun it goes on behind the same
 * document, which every engine names in the second place of a position. Throws BadInput when it is no longer
 * there.
 */
export async function positionFor(
  engine: SearchEngine,
  request: EngineRequest,
  { engine: maker, position }: SearchCursor,
): Promise<EnginePosition> {
  if (maker === engine.name) return position;
  const [, id] = position;
  let after: EnginePosition | null = null;
  for (let seen = 0; seen < FARTHEST; seen += STEP) {
    const { hits, hasMore } = await engine.search({ ...request, facets: [], limit: STEP, after });
    const same = hits.find((hit) => hit.id === id);
    if (same) return same.position;
    after = hits.at(-1)?.position ?? null;
    if (!hasMore) break;
  }
  throw new BadInput('after is no longer in this list: begin again');
}
