/**
 * `npm run bench [-- --data DIR --only list,single,… --quick --no-peers --growth 10000,100000
 * --growth-data DIR --against FILE --out FILE]`: the lanes of reading and writing, each as a ratio to a floor
 * measured in the same run. See docs/benchmarks.md.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Arena } from '../support/arena.ts';
import { print, say, writeJson } from '../support/output.ts';
import { comparison } from './against.ts';
import { contributors, removeTokens } from './callers.ts';
import { measureGrowth } from './growth/growth.ts';
import { measureImport } from './importing.ts';
import { measure } from './measuring.ts';
import { create } from './operations/create.ts';
import { list } from './operations/list.ts';
import type { Operation } from './operations/operation.ts';
import { single } from './operations/single.ts';
import { readOptions } from './options.ts';
import { figuresOf } from './ratios.ts';
import { readableBy } from './readable.ts';
import { report } from './report.ts';
import type { BenchResults } from './results.ts';
import { seeded } from './seeded.ts';
import { startFloor } from './sides/floor.ts';
import { preparePeers } from './sides/peers.ts';
import { startPlainNest } from './sides/plain-nest.ts';
import { startPostgraphile } from './sides/postgraphile.ts';
import { startProduct } from './sides/product.ts';
import type { Side } from './sides/side.ts';
import { measureStart } from './starting.ts';

const CLIENTS = 16;
/** As DATABASE_POOL_SIZE is when nobody sets it; every side has the same. */
const POOL = 10;
const DOCUMENTS = 100_000;
const INSTITUTIONS = 200;
const OPERATIONS = [list, single, create];

const { data, parts, quick, peers, sizes, growthData, against, out } = readOptions();
const pace = quick ? { runs: 3, warmUpSeconds: 2, seconds: 2 } : { runs: 3, warmUpSeconds: 5, seconds: 10 };
const records = quick ? 500 : 10_000;

// As the container has it; every process that is started inherits it.
process.env.NODE_ENV = 'production';

const temporary: string[] = [];
try {
  const results: BenchResults = { documents: 0, clients: CLIENTS, pool: POOL, pace, operations: {} };
  if (parts.length > 0) await measureParts(resolve(data ?? newFolder()), results);
  if (sizes.length > 0) {
    const folder = resolve(growthData ?? newFolder());
    results.growth = await measureGrowth(folder, sizes, INSTITUTIONS, pace);
  }
  report(results, OPERATIONS);
  if (against) print(comparison(results, against));
  writeJson(out, results);
} catch (error) {
  say(`the benchmark was broken off: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  temporary.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}

async function measureParts(folder: string, results: BenchResults): Promise<void> {
  const operations = OPERATIONS.filter(({ name }) => parts.some((part) => part === name));
  const arena = await Arena.open('embedded', folder);
  try {
    results.documents = await seeded(arena, DOCUMENTS, INSTITUTIONS);
    if (operations.length > 0) await measureOperations(arena, operations, results);
    if (parts.includes('import')) results.import = await measureImport(arena.database, records, pace.runs);
  } finally {
    await removeTokens(arena.database);
    await arena.close();
  }
  if (parts.includes('start')) results.start = await measureStart(folder, pace.runs);
}

async function measureOperations(
  arena: Arena,
  operations: readonly Operation[],
  results: BenchResults,
): Promise<void> {
  const sides = await startSides(arena);
  try {
    const { database } = arena;
    const callers = await contributors(database, CLIENTS);
    const setting = { database, callers, readable: await readableBy(sides[0]!, callers) };
    for (const operation of operations) {
      results.operations[operation.name] = figuresOf(await measure(operation, setting, sides, pace));
    }
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
}

/** The floor first. */
async function startSides(arena: Arena): Promise<Side[]> {
  const { database, databaseUrl } = arena;
  if (peers) preparePeers();
  say('starting the servers');
  const sides = [await startFloor(databaseUrl, POOL), await startProduct(arena)];
  if (!peers) return sides;
  return [
    ...sides,
    await startPostgraphile(database, databaseUrl, POOL),
    await startPlainNest(databaseUrl, POOL),
  ];
}

/** Goes at the end. As root, PostgreSQL runs under an account of its own, which must get there. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'precedent-bench-'));
  chmodSync(folder, 0o755);
  temporary.push(folder);
  return folder;
}
