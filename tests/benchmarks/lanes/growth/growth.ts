import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Arena } from '../../support/arena.ts';
import { say } from '../../support/output.ts';
import { removeTokens } from '../callers.ts';
import { runLoad } from '../load/load.ts';
import type { Pace } from '../measuring.ts';
import { seeded } from '../seeded.ts';
import { serveOnly } from '../sides/product.ts';
import { requestText, type Asked, type Side } from '../sides/side.ts';
import { spreadOf, type Spread } from '../spread.ts';
import { changedRows, type WrittenRows } from './changes.ts';
import { growthCallers, narrow, type GrowthCaller, type Share } from './growth-callers.ts';
import { plansOf, type Plan } from './plans.ts';

/** So much slower may the ninety-fifth percentile become from the first size to the last. */
export const GROWTH_TARGET = 1.5;

/** One caller and operation at one size. */
export interface GrowthLatency {
  operation: 'list' | 'single';
  share: Share;
  readable: number;
  p50: Spread;
  p95: Spread;
}

export interface GrowthSize {
  documents: number;
  latencies: GrowthLatency[];
  plans: Record<string, Plan[]>;
  /** Rows that changes of a member and of a group have written, by table. */
  changes: Record<string, WrittenRows>;
}

/** Measures at each size, in a folder for each below `folder`, which are seeded when they are empty. */
export async function measureGrowth(
  folder: string,
  sizes: readonly number[],
  institutions: number,
  pace: Pace,
): Promise<GrowthSize[]> {
  const results: GrowthSize[] = [];
  for (const size of sizes) {
    const data = join(folder, String(size));
    mkdirSync(data, { recursive: true, mode: 0o755 });
    const arena = await Arena.open('embedded', data);
    try {
      const documents = await seeded(arena, size, institutions);
      await narrow(arena.database);
      results.push({ documents, ...(await measureSize(arena, pace)) });
    } finally {
      await removeTokens(arena.database);
      await arena.close();
    }
  }
  return results;
}

async function measureSize(arena: Arena, pace: Pace): Promise<Omit<GrowthSize, 'documents'>> {
  const callers = await growthCallers(arena.database);
  const side = await serveOnly(arena);
  const latencies: GrowthLatency[] = [];
  for (const caller of callers) {
    for (const operation of ['list', 'single'] as const) {
      latencies.push(await latencyOf(side, caller, operation, pace));
    }
  }
  say('growth: what a change writes');
  const changes = await changedRows(arena.database, side);
  await side.stop();
  say('growth: plans');
  const plans = await plansOf(arena, callers, (product, { ids }) => ({
    list: product.requests.list(),
    single: product.requests.single(ids[0]!),
  }));
  return { latencies, plans, changes };
}

/** One client, so that what is seen is the work and not the waiting for others. */
async function latencyOf(
  side: Side,
  caller: GrowthCaller,
  operation: 'list' | 'single',
  { runs, warmUpSeconds, seconds }: Pace,
): Promise<GrowthLatency> {
  const { share, readable, ids } = caller;
  const asked: readonly Asked[] =
    operation === 'list' ? [side.requests.list()] : ids.map((id) => side.requests.single(id));
  const clients = [asked.map((one) => requestText(side, caller, one))];
  const measured = [];
  for (let run = 1; run <= runs; run++) {
    measured.push(await runLoad({ port: side.port, clients, warmUpSeconds, seconds }, side.pid));
  }
  say(`growth: ${operation}, ${share} (${readable} readable) measured`);
  const [p50, p95] = [measured.map((run) => run.p50), measured.map((run) => run.p95)];
  return { operation, share, readable, p50: spreadOf(p50), p95: spreadOf(p95) };
}
