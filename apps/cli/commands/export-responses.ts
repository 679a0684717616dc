import { ProgressReadModel, type ProgressRow, type ResponseRow } from '#advisories';
import { Accounts, Authentication } from '#identity';
import { Refusal } from '#kernel';
import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { withServices } from '../services.ts';
import { print, say } from '../output.ts';
import { recordedExport } from './recorded-export.ts';
import { writeWholeFile } from '../records/whole-file.ts';

interface ResponsesOptions {
  document: string;
  as: string;
  institution?: string;
  out?: string;
}

const COLUMNS = [
  ...['institution', 'name', 'kind', 'country', 'status', 'note', 'respondedBy', 'respondedByEmail'],
  ...['respondedAt', 'versionNumber', 'overdue'],
];

/** `export responses`. */
export function addResponsesExport(exporting: Command): void {
  exporting
    .command('responses')
    .description('what institutions have answered to an advisory, as CSV')
    .requiredOption('--document <id>', 'the advisory')
    .requiredOption('--as <email>', 'a publisher of the institution that has issued it')
    .option('--institution <slug>', 'which institution this person acts for, where there are several')
    .option('--out <path>', 'a file; without it, standard output')
    .action(async ({ document, as, institution, out }: ResponsesOptions) => {
      await withServices(async (services) => {
        const user = await services.get(Accounts).getByEmail(as);
        const principal = await services.get(Authentication).principalOf(user.id, institution ?? null);
        const model = services.get(ProgressReadModel);
        const progress = await model.find(principal, document);
        if (!progress) throw Refusal.notFound(['document']);
        const lines = csvLines(model, progress);
        const taken = { event: 'responses.exported', documentId: document };
        await recordedExport(services, principal, taken, async () => {
          if (out) await writeWholeFile(out, lines);
          else for await (const line of lines) process.stdout.write(line);
          return progress.asked;
        });
        say(`${progress.asked} institutions exported`);
        if (out) print(out);
      });
    });
}

/** Page by page through the same read model that answers queries. */
async function* csvLines(model: ProgressReadModel, progress: ProgressRow): AsyncGenerator<string> {
  yield stringify([COLUMNS]);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<ProgressReadModel['list']>> = await model.list(progress, {
      ...{ first: 100, after },
    });
    // A cell that a spreadsheet would compute gets an apostrophe in front.
    for (const { node } of page.edges) yield stringify([cells(node)], { escape_formulas: true });
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

function cells({ institution, respondedBy, respondedAt, ...response }: ResponseRow): string[] {
  const { status, note, versionNumber, overdue } = response;
  const { slug, name, kind, country } = institution;
  const person = [respondedBy?.name ?? '', respondedBy?.email ?? ''];
  const when = respondedAt?.toISOString() ?? '';
  return [
    slug,
    name,
    kind,
    country,
    status,
    note ?? '',
    ...person,
    when,
    String(versionNumber),
    String(overdue),
  ];
}
