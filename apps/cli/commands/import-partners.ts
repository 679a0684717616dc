import { Refusal } from '#kernel';
import { RecordError, RegistryImportsService, registryRecordOf, type RegistryRecord } from '#partners';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { withServices } from '../services.ts';
import { print, Progress, say } from '../output.ts';
import { readJsonObjects } from '../records/json-objects.ts';

const BATCH = 500;

type Tally = Record<'added' | 'changed' | 'unchanged' | 'withdrawn' | 'failed', number>;

/** `import partners`. */
export function addPartnersImport(importing: Command): void {
  importing
    .command('partners')
    .description(
      'records of the Research Organization Registry: version 2 as JSON or JSON Lines, or the flat form',
    )
    .argument('<file>', 'the registry dump, or a part of it')
    .action(async (path: string) => {
      if (!existsSync(path) || !statSync(path).isFile())
        throw Refusal.of('INVALID', `There is no file ${path}.`, ['file']);
      const tally = await withServices((services) => importPartners(services, path));
      print(
        Object.entries(tally)
          .map(([name, count]) => `${count} ${name}`)
          .join(', '),
      );
      if (tally.failed > 0) process.exitCode = 1;
    });
}

async function importPartners(services: INestApplicationContext, path: string): Promise<Tally> {
  const imports = services.get(RegistryImportsService);
  const tally: Tally = { added: 0, changed: 0, unchanged: 0, withdrawn: 0, failed: 0 };
  const progress = new Progress('Importing', await countObjects(path));
  let batch: RegistryRecord[] = [];
  const store = async (): Promise<void> => {
    for (const outcome of await imports.importBatch(batch)) tally[outcome] += 1;
    batch = [];
  };
  for await (const found of readJsonObjects(path)) {
    progress.step();
    const record = found.type === 'object' ? recordOrReason(found.value) : found.reason;
    if (typeof record === 'string') {
      say(`${path}:${found.line}: ${record}`);
      tally.failed += 1;
      continue;
    }
    batch.push(record);
    if (batch.length === BATCH) await store();
  }
  await store();
  progress.end();
  if (tally.added + tally.changed + tally.withdrawn > 0) await imports.finish();
  return tally;
}

/** Only for someone who watches: it reads the whole file once more. */
async function countObjects(path: string): Promise<number> {
  if (!process.stderr.isTTY) return 0;
  let count = 0;
  for await (const _object of readJsonObjects(path)) count += 1;
  return count;
}

function recordOrReason(value: unknown): RegistryRecord | string {
  try {
    return registryRecordOf(value);
  } catch (error) {
    if (error instanceof RecordError) return error.message;
    throw error;
  }
}
