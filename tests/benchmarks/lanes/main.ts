/**
 * `npm run bench [-- --data DIR --only list,single,… --quick --out FILE]`: the lanes of reading and writing,
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
import { startProduct } from './sides/product.ts';

const CLIENTS = 16;
/** As DATABASE_POOL_SIZE is when nobody sets it; every side has the same. */
const POOL = 10;
const DOCUMENTS = 100_000;
const INSTITUTIONS = 200;
const OPERATIONS = [list, single, create];

const { data, parts, quick, out } = readOptions();
const pace = quick ? { runs: 3, warmUpSeconds: 2, seconds: 2 } : { runs: 3, warmUpSeconds: 5, seconds: 10 };

const arena = await Arena.open('embedded', data);
try {
  const documents = await seeded(arena, DOCUMENTS, INSTITUTIONS);
  say('starting the servers');
  const product = await startProduct(arena);
  const floor = await startFloor(arena.databaseUrl, POOL);
  const callers = await contributors(arena.database, CLIENTS);
  const setting: Setting = {
    database: arena.database,
    callers,
    readable: await readableBy(floor, callers),
  };
  const operations: Record<string, OperationFigures> = {};
  for (const operation of OPERATIONS.filter(({ name }) => parts.some((part) => part === name))) {
    operations[operation.name] = figuresOf(await measure(operation, setting, [floor, product], pace));
  }
  await Promise.all([floor.stop(), product.stop()]);
  const results = { documents, institutions: INSTITUTIONS, clients: CLIENTS, pool: POOL, pace, operations };
  report(results, OPERATIONS);
  writeJson(out, results);
} finally {
  await removeTokens(arena.database);
  await arena.close();
}
