import { CentreStatistics, CollaborationNetworks, networkChart, yearsChart } from '#centres';
import type { Principal } from '#access';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { print } from '../output.ts';
import { writeWholeFile } from '../records/whole-file.ts';
import { readerOf } from './export-centres.ts';

type Draw = (services: INestApplicationContext, reader: Principal) => Promise<string>;

/** `chart years` and `chart network`: pictures for people who would rather look than read. */
export function addChartCommand(program: Command): void {
  const chart = program.command('chart').description('draw pictures of joint centres, as SVG');
  const add = (name: string, description: string, draw: Draw): void => {
    chart
      .command(name)
      .description(description)
      .requiredOption('--as <email>', 'whose reading rights apply')
      .requiredOption('--out <file>', 'where to write it')
      .action(async ({ as, out }: { as: string; out: string }) => {
        await withServices(async (services) => {
          await writeWholeFile(out, [await draw(services, await readerOf(services, as))]);
          print(out);
        });
      });
  };
  add('years', 'when joint centres were founded', async (services, reader) =>
    yearsChart(await services.get(CentreStatistics).of(reader, null)),
  );
  add('network', 'who runs joint centres with whom', async (services, reader) =>
    networkChart(await services.get(CollaborationNetworks).of(reader, null)),
  );
}
