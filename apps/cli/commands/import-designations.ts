import { day, parseInput } from '#input';
import { Refusal } from '#kernel';
import { DesignationImportsService, type EntryOutcome } from '#partners';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { withServices } from '../services.ts';
import { print, Progress, say } from '../output.ts';
import { readListEntries, type EntryResult } from '../records/list-entries.ts';

interface ListOptions {
  list: string;
  asOf?: string;
}

type Tally = Record<'added' | 'changed' | 'unchanged' | 'unmatched' | 'failed', number>;

/** `import designations`. */
export function addDesignationsImport(importing: Command): void {
  importing
    .command('designations')
    .description('a public list of organisations, matched to partners; what did not match is listed')
    .argument(
      '<file>',
      'a cluster file (JSON), or CSV with the columns name, category, summary, sourceUrl, asOf, …',
    )
    .requiredOption('--list <name>', 'name of the list')
    .option('--as-of <day>', 'the day of the list, for entries that give none')
    .action(async (path: string, options: ListOptions) => {
      if (!existsSync(path) || !statSync(path).isFile())
        throw Refusal.of('INVALID', `There is no file ${path}.`, ['file']);
      const asOf = options.asOf === undefined ? null : parseInput(day, options.asOf, ['as-of']);
      const tally = await withServices((services) => importList(services, path, options.list, asOf));
      say(
        Object.entries(tally)
          .map(([name, count]) => `${count} ${name}`)
          .join(', '),
      );
      if (tally.failed > 0) process.exitCode = 1;
    });
}

/** Every entry without a partner is a result: a line with the entry, then its candidates. */
async function importList(
  services: INestApplicationContext,
  path: string,
  list: string,
  asOf: string | null,
): Promise<Tally> {
  const imports = services.get(DesignationImportsService);
  const tally: Tally = { added: 0, changed: 0, unchanged: 0, unmatched: 0, failed: 0 };
  const results: EntryResult[] = [];
  for await (const result of readListEntries(path)) results.push(result);
  const progress = new Progress('Importing', results.length);
  for (const result of results) {
    progress.step();
    if (result.type === 'failure') {
      say(`${path}:${result.place}: ${result.reason}`);
      tally.failed += 1;
      continue;
    }
    const outcome = await imports.import(list, result.entry, asOf);
    tally[outcome.type] += 1;
    if (outcome.type === 'unmatched') print(unmatchedLine(result.entry.names, outcome));
  }
  progress.end();
  return tally;
}

function unmatchedLine(
  [name, other]: readonly string[],
  { candidates }: Extract<EntryOutcome, { type: 'unmatched' }>,
): string {
  const best = candidates.map(
    ({ partner, confidence }) => `${partner.name} (${partner.rorId ?? partner.id}, ${confidence.toFixed(2)})`,
  );
  return `unmatched: ${name}${other ? ` / ${other}` : ''}: ${best.length > 0 ? best.join('; ') : 'the registry has nothing like it'}`;
}
