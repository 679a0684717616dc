import type { Arena, Served } from '../support/arena.ts';
import { peakMemory, watchMemory } from '../support/processes.ts';

export interface BuildFigures {
  documents: number;
  seconds: number;
  documentsPerSecond: number;
  /** Of the process that indexes, in MB; with Meilisearch its own beside it. */
  peakMemoryMb: number | null;
  meilisearchMemoryMb: number | null;
  indexMb: number | null;
}

/** Starts the server and waits until everything is indexed; no figures when the index was there already. */
export async function serveIndexed(arena: Arena): Promise<{ served: Served; build: BuildFigures | null }> {
  const started = performance.now();
  const served = await arena.serve();
  if (await arena.isIndexed(served)) return { served, build: null };
  await arena.untilIndexed(served);
  const took = performance.now() - started;
  return { served, build: figures(arena, await arena.published(), took, peakMemory(served.pid)) };
}

/** Runs `precedent reindex` beside the server that answers, and waits until it has ended. */
export async function rebuild(arena: Arena): Promise<BuildFigures> {
  const started = performance.now();
  const child = arena.home.spawn('reindex');
  const peak = watchMemory(child.pid!);
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  child.stdout?.resume();
  const code = await new Promise<number | null>((end) => child.once('close', end));
  const memory = peak();
  if (code !== 0) throw new Error(`reindex ended with ${code}: ${errors}`);
  return figures(arena, await arena.published(), performance.now() - started, memory);
}

function figures(arena: Arena, documents: number, milliseconds: number, memory: number | null): BuildFigures {
  const seconds = milliseconds / 1_000;
  return {
    documents,
    seconds,
    documentsPerSecond: documents / seconds,
    peakMemoryMb: memory,
    meilisearchMemoryMb: peakMemory(arena.meilisearch?.pid ?? null),
    indexMb: arena.indexSize(),
  };
}
