import { count, IndexCheck, Indexer, IndexRebuild, type IndexDifferences } from '#search';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { withSearch } from '../services.ts';
import { print, Progress, say } from '../output.ts';

const POLL_MILLISECONDS = 200;

type Engine = IndexCheck['checked'][number];

/** `reindex` and `check index`. */
export function addIndexCommands(program: Command): void {
  program
    .command('reindex')
    .description('build the search index anew, while searches and changes go on')
    .action(async () => {
      await withSearch(async (services) => {
        for (const engine of services.get(IndexCheck).checked) await rebuild(services, engine);
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
        const engines = services.get(IndexCheck).checked;
        let agree = true;
        for (const engine of engines) agree = (await check(services, engine, repair ?? false, wait)) && agree;
        if (agree) print('Database and index agree.');
        else process.exitCode = 1;
      });
    });
}

async function rebuild(services: INestApplicationContext, engine: Engine): Promise<void> {
  const progress = new Progress(`Indexing (${engine.name})`, 0);
  const started = performance.now();
  try {
    const { documents, failing } = await services
      .get(IndexRebuild)
      .run(engine, (done, total) => progress.set(done, total));
    progress.end();
    const took = ((performance.now() - started) / 1_000).toFixed(1);
    print(`${documents} documents indexed in ${took} s (${engine.name})`);
    if (failing > 0) say(`${failing} documents could not be indexed; they will be tried again.`);
  } finally {
    progress.end();
  }
}

/** Returns whether they agree, in the end. */
async function check(
  services: INestApplicationContext,
  engine: Engine,
  repair: boolean,
  wait: number,
): Promise<boolean> {
  const checks = services.get(IndexCheck);
  await workOff(services, engine, wait);
  const before = await checks.compare(engine);
  if (count(before) === 0) return true;
  print(inWords(engine, before));
  if (!repair) return false;
  await checks.repair(engine, before);
  await workOff(services, engine, Infinity);
  const after = await checks.compare(engine);
  if (count(after) > 0) print(`Still: ${inWords(engine, after)}`);
  return count(after) === 0;
}

/** Works queued documents off, beside a running worker or in its place, and shows how far it has come. */
async function workOff(services: INestApplicationContext, engine: Engine, wait: number): Promise<void> {
  const pending = (): Promise<number> => services.get(IndexCheck).pending(engine);
  const indexer = services.get(Indexer);
  const end = Date.now() + wait * 1_000;
  const total = await pending();
  const progress = new Progress(`Indexing (${engine.name})`, total);
  indexer.start();
  try {
    for (let left = total; left > 0 && Date.now() < end; left = await pending()) {
      progress.set(Math.max(0, total - left));
      await sleep(POLL_MILLISECONDS);
    }
  } finally {
    await indexer.stop();
    progress.end();
  }
  const left = await pending();
  if (left > 0) say(`${left} documents still wait for the index (${engine.name}).`);
}

function inWords(engine: Engine, { missing, outdated, altered, surplus }: IndexDifferences): string {
  return (
    `${engine.name}: ${missing.length} missing, ${outdated.length} outdated, ` +
    `${altered.length} with another audience or other facts, ${surplus.length} surplus`
  );
}

function seconds(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('It must be a number of seconds.');
  return number;
}
