import { IndexCheck, Indexer, type IndexDifferences } from '#search';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { withSearch } from '../context.ts';
import { print, Progress, say } from '../output.ts';

const POLL_MILLISECONDS = 200;

/** `reindex` and `check index`. */
export function addIndexCommands(program: Command): void {
  program
    .command('reindex')
    .description('index every published document anew, while searches go on')
    .action(async () => {
      await withSearch(async (services) => {
        const count = await services.get(IndexCheck).enqueueAll();
        await workOff(services, count);
        print(`${count} documents indexed`);
      });
    });

  program
    .command('check')
    .description('hold things against each other')
    .command('index')
    .description('compare database and search index; exits 0 when they agree, 1 when they differ')
    .option('--repair', 'mend what differs')
    .option('--wait <seconds>', 'for pending work, at the most', seconds, 60)
    .action(async ({ repair, wait }: { repair?: boolean; wait: number }) => {
      await withSearch(async (services) => {
        const check = services.get(IndexCheck);
        await untilWorkedOff(services, wait);
        const before = await check.compare();
        if (!differs(before)) {
          print('Database and index agree.');
          return;
        }
        print(inWords(before));
        if (!repair) {
          process.exitCode = 1;
          return;
        }
        await check.repair(before);
        await workOff(services, before.missing.length + before.outdated.length);
        const after = await check.compare();
        print(differs(after) ? `Still: ${inWords(after)}` : 'Mended: database and index agree.');
        if (differs(after)) process.exitCode = 1;
      });
    });
}

/** Works queued documents off, beside a running worker or in its place, and shows how far it has come. */
async function workOff(services: INestApplicationContext, count: number): Promise<void> {
  const progress = new Progress('Indexing', count);
  const indexer = services.get(Indexer);
  indexer.start();
  try {
    for (;;) {
      const left = await services.get(IndexCheck).pending();
      progress.set(Math.max(0, count - left));
      if (left === 0) break;
      await sleep(POLL_MILLISECONDS);
    }
  } finally {
    await indexer.stop();
    progress.end();
  }
}

async function untilWorkedOff(services: INestApplicationContext, wait: number): Promise<void> {
  const check = services.get(IndexCheck);
  const indexer = services.get(Indexer);
  const end = Date.now() + wait * 1_000;
  indexer.start();
  while ((await check.pending()) > 0 && Date.now() < end) await sleep(POLL_MILLISECONDS);
  await indexer.stop();
  const left = await check.pending();
  if (left > 0) say(`${left} documents still wait for the index.`);
}

function differs({ missing, outdated, surplus }: IndexDifferences): boolean {
  return missing.length + outdated.length + surplus.length > 0;
}

function inWords({ missing, outdated, surplus }: IndexDifferences): string {
  return `${missing.length} missing, ${outdated.length} outdated, ${surplus.length} surplus`;
}

function seconds(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('It must be a number of seconds.');
  return number;
}
