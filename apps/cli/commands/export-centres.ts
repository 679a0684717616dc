import { CollaborationNetworks, graphml, JointCentresReadModel, type CollaborationNetwork } from '#centres';
import type { UserPrincipal } from '#access';
import { Accounts, Authentication } from '#identity';
import type { INestApplicationContext } from '@nestjs/common';
import { Option, type Command } from 'commander';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withServices } from '../services.ts';
import { print, say } from '../output.ts';
import {
  CENTRE_FIELDS,
  centresAsCsv,
  centresAsJsonLines,
  exportedCentre,
  type ExportedCentre,
} from '../records/exported-centre.ts';
import { recordedExport } from './recorded-export.ts';
import { tlpText } from '../records/tlp-label.ts';
import { writeWholeFile } from '../records/whole-file.ts';

interface ExportOptions<Format extends string> {
  as: string;
  format: Format;
  out?: string;
}

/** `export centres` and `export network`. */
export function addCentreExports(exporting: Command): void {
  exporting
    .command('centres')
    .description('every joint centre that this person may read, each with its TLP label')
    .requiredOption('--as <email>', 'whose reading rights apply')
    .addOption(new Option('--format <format>', 'format').choices(['jsonl', 'csv']).default('jsonl'))
    .option('--out <file>', 'a file; without it, standard output')
    .action(async (options: ExportOptions<'jsonl' | 'csv'>) => {
      await withServices(async (services) => {
        const reader = await readerOf(services, options.as);
        const taken = { event: 'joint_centres.exported', details: { format: options.format } };
        const count = await recordedExport(services, reader, taken, async () => {
          const counted = { count: 0 };
          const centres = readable(services, reader, counted);
          const pieces = options.format === 'csv' ? centresAsCsv(centres) : centresAsJsonLines(centres);
          await write(pieces, options.out);
          return counted.count;
        });
        say(`${count} joint centres exported`);
      });
    });

  exporting
    .command('network')
    .description('who runs joint centres with whom, of those that this person may read')
    .requiredOption('--as <email>', 'whose reading rights apply')
    .addOption(new Option('--format <format>', 'format').choices(['graphml', 'json']).default('graphml'))
    .option('--out <file>', 'a file; without it, standard output')
    .action(async (options: ExportOptions<'graphml' | 'json'>) => {
      await withServices(async (services) => {
        const reader = await readerOf(services, options.as);
        const network = await services.get(CollaborationNetworks).of(reader, null);
        const taken = { event: 'network.exported', details: { format: options.format } };
        await recordedExport(services, reader, taken, async () => {
          await write(options.format === 'json' ? asJson(network) : graphml(network), options.out);
          return network.organisations.length;
        });
        say(`${network.organisations.length} organisations and ${network.links.length} links exported`);
      });
    });
}

/** Whoever has this e-mail address, with all that they may read. */
export async function readerOf(services: INestApplicationContext, email: string): Promise<UserPrincipal> {
  const user = await services.get(Accounts).getByEmail(email);
  return services.get(Authentication).principalOf(user.id);
}

/** Page by page through the same read model that answers queries. */
async function* readable(
  services: INestApplicationContext,
  reader: UserPrincipal,
  counted: { count: number },
): AsyncGenerator<ExportedCentre> {
  const model = services.get(JointCentresReadModel);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<JointCentresReadModel['list']>> = await model.list(
      reader,
      { first: 100, after, orderBy: 'NAME' },
      CENTRE_FIELDS,
    );
    for (const { node } of page.edges) yield exportedCentre(node);
    counted.count += page.edges.length;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

function asJson({ tlp, ...network }: CollaborationNetwork): string[] {
  return [`${JSON.stringify({ tlp: tlp && tlpText(tlp), ...network }, null, 2)}\n`];
}

/** Into a file that is there when it is whole, or to standard output no faster than it takes it. */
async function write(
  pieces: AsyncIterable<string> | Iterable<string>,
  out: string | undefined,
): Promise<void> {
  if (!out) {
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
    return;
  }
  await writeWholeFile(out, pieces);
  print(out);
}
