/**
 * `npm run bench [-- --data DIR --only list,single,… --quick --no-peers --out FILE]`: the
 * lanes of reading and writing,
 * each as a ratio to a floor measured in the same run. See docs/benchmarks.md.
 */
import { Arena } from '../support/arena.ts';
import { say, writeJson } from '../support/output.ts';
import { contributors, removeTokens } from './callers.ts';
import { measure } from './measuring.ts';
import { create } from './operations/create.ts';
import { list } from './operations/list.ts';
import { single } from './operations/single.ts';
import { readOptions } from './options.ts';
import { figuresOf, type OperationFigures } from './ratios.ts';
import { report } from './report.ts';
import { readableBy } from './readable.ts';
import { seeded } from './seeded.ts';
import type { Setting } from './setting.ts';
import { startFloor } from './sides/floor.ts';
import { preparePeers } from './sides/peers.ts';
import { startPlainNest } from './sides/plain-nest.ts';
import { startPostgraphile } from './sides/postgraphile.ts';
import { startProduct } from './sides/product.ts';

const CLIENTS = 16;
/** As DATABASE_POOL_SIZE is when nobody sets it; every side has the same. */
const POOL = 10;
const DOCUMENTS = 100_000;
const INSTITUTIONS = 200;
const OPERATIONS = [list, single, create];

const { data, parts, quick, peers, out } = readOptions();
if (peers) preparePeers();
const pace = quick ? { runs: 3, warmUpSeconds: 2, seconds: 2 } : { runs: 3, warmUpSeconds: 5, seconds: 10 };

const arena = await Arena.open('embedded', data);
try {
  const documents = await seeded(arena, DOCUMENTS, INSTITUTIONS);
  say('starting the servers');
  const { database, databaseUrl } = arena;
  const floor = await startFloor(databaseUrl, POOL);
  const sides = [floor, await startProduct(arena)];
  if (peers) {
    sides.push(await startPostgraphile(database, databaseUrl, POOL));
    sides.push(await startPlainNest(databaseUrl, POOL));
  }
  const callers = await contributors(database, CLIENTS);
  const setting: Setting = {
    database,
    callers,
    readable: await readableBy(floor, callers),
  };
  const operations: Record<string, OperationFigures> = {};
  for (const operation of OPERATIONS.filter(({ name }) => parts.some((part) => part === name))) {
    operations[operation.name] = figuresOf(await measure(operation, setting, sides, pace));
  }
  await Promise.all(sides.map((side) => side.stop()));
  const results = { documents, institutions: INSTITUTIONS, clients: CLIENTS, pool: POOL, pace, operations };
  report(results, OPERATIONS);
  writeJson(out, results);
} catch (error) {
  say(`the benchmark was broken off: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await removeTokens(arena.database);
  await arena.close();
}
