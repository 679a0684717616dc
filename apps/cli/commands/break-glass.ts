import { Clock } from '#kernel';
import { BreakGlassModule, BreakGlassReader, BreakGlassReadModel, BreakGlassService } from '#notices';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import { withDatabase } from '../database.ts';
import { withServicesOn } from '../services.ts';
import { print, printList, say } from '../output.ts';

interface OpenOptions {
  document: string;
  as: string;
  reason: string;
  minutes: number;
}

/** `break-glass open`, `break-glass read`, `break-glass end` and `break-glass list`. */
export function addBreakGlassCommands(program: Command): void {
  const breakGlass = program
    .command('break-glass')
    .description('let an operator read one document for a time; its owner is told at once');
  addOpen(breakGlass);
  addRead(breakGlass);
  addEnd(breakGlass);
  addList(breakGlass);
}

function addOpen(breakGlass: Command): void {
  breakGlass
    .command('open')
    .description('open an access; prints its id')
    .requiredOption('--document <id>', 'which document')
    .requiredOption('--as <email>', 'of an operator: the name that stands in the trail')
    .requiredOption('--reason <text>', 'why, in at least three words; the owner is told, also by mail')
    .option('--minutes <number>', 'for how long, at most 240', wholeNumber, 60)
    .action(async ({ document, as, ...given }: OpenOptions) => {
      await withBreakGlass(async (services) => {
        const { id, expiresAt, told } = await services.get(BreakGlassService).open(as, document, given);
        say(`Open until ${expiresAt.toISOString()}; ${told} ${told === 1 ? 'person' : 'people'} told.`);
        print(id);
      });
    });
}

function addRead(breakGlass: Command): void {
  breakGlass
    .command('read')
    .description('print the document of an access as JSON; the trail has every reading')
    .argument('<id>', 'of an access that is open')
    .option('--working', 'the version in work instead of the published one')
    .action(async (id: string, { working = false }: { working?: boolean }) => {
      await withBreakGlass(async (services) => {
        const document = await services.get(BreakGlassReader).read(id, working ? 'WORKING' : 'PUBLISHED');
        print(JSON.stringify(document, null, 2));
      });
    });
}

function addEnd(breakGlass: Command): void {
  breakGlass
    .command('end')
    .description('end an access before its time')
    .argument('<id>', 'of an access')
    .action(async (id: string) => {
      await withBreakGlass((services) => services.get(BreakGlassService).end(id));
      print(`${id} ENDED`);
    });
}

function addList(breakGlass: Command): void {
  breakGlass
    .command('list')
    .description('list accesses, newest first')
    .option('--open', 'only those that can be read through now')
    .option('--json', 'as JSON')
    .action(async ({ open = false, json = false }: { open?: boolean; json?: boolean }) => {
      await withBreakGlass(async (services) => {
        const rows = await services.get(BreakGlassReadModel).all(open, services.get(Clock).now());
        printList(
          rows.map(({ openedAt, expiresAt, endedAt, ...row }) => ({
            ...{ id: row.id, document: row.documentId, institution: row.institution, operator: row.operator },
            ...{ opened: openedAt.toISOString(), expires: expiresAt.toISOString() },
            ...{ ended: endedAt?.toISOString() ?? null, readings: row.readings, reason: row.reason },
          })),
          json,
        );
      });
    });
}

function withBreakGlass(work: (services: INestApplicationContext) => Promise<void>): Promise<void> {
  return withDatabase((connection) => withServicesOn(connection, work, { beside: [BreakGlassModule] }));
}

function wholeNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}
