import {
  DocumentsReadModel,
  detailsName,
  ReadingsService,
  type DocumentFilter,
  type DocumentRow,
} from '#documents';
import type { UserPrincipal } from '#access';
import { Accounts, Authentication } from '#identity';
import { Refusal } from '#kernel';
import type { INestApplicationContext } from '@nestjs/common';
import { Option, type Command } from 'commander';
import { withServices } from '../services.ts';
import { print, say } from '../output.ts';
import type { ExportedDocument } from '../records/exported-document.ts';
import { addResponsesExport } from './export-responses.ts';
import { recordedExport } from './recorded-export.ts';
import { writeMarkdownFolder } from '../records/write-markdown.ts';
import { addCentreExports } from './export-centres.ts';
import { writeRecordFile, writeRecords, type StreamFormat } from '../records/write-records.ts';

interface ExportOptions {
  as: string;
  format: StreamFormat | 'markdown';
  current?: boolean;
  out?: string;
}

const FIELDS = new Set([
  ...['state', 'title', 'summary', 'body', 'language', 'topics', 'countries', 'institution', 'publishedAt'],
  ...['updatedAt', 'reviewBy', 'versionNumber', 'sharing', 'details', 'partners', 'attachments'],
]);

/** `export documents`, `export responses`, `export centres`, `export network`. */
export function addExportCommand(program: Command): void {
  const exporting = program.command('export').description('take out what someone may read');
  addDocumentsExport(exporting);
  addResponsesExport(exporting);
  addCentreExports(exporting);
}

function addDocumentsExport(exporting: Command): void {
  exporting
    .command('documents')
    .description('every document that this person may read, each with its TLP label')
    .requiredOption('--as <email>', 'whose reading rights apply')
    .addOption(
      new Option('--format <format>', 'format').choices(['jsonl', 'markdown', 'csv']).default('jsonl'),
    )
    .option('--current', 'without what is overdue for review')
    .option('--out <path>', 'a file, or for markdown a folder; without it, standard output')
    .action(async (options: ExportOptions) => {
      await withServices(async (services) => {
        const user = await services.get(Accounts).getByEmail(options.as);
        const principal = await services.get(Authentication).principalOf(user.id);
        const filter = options.current ? { overdue: false } : null;
        const documents = readable(services, principal, filter);
        const taken = { event: 'documents.exported', details: { format: options.format } };
        const count = await recordedExport(services, principal, taken, () => write(documents, options));
        say(`${count} documents exported`);
        if (options.out) print(options.out);
      });
    });
}

async function write(
  documents: AsyncIterable<ExportedDocument>,
  { format, out }: ExportOptions,
): Promise<number> {
  if (format === 'markdown') {
    if (!out) throw Refusal.of('INVALID', 'Markdown is written into a folder: name it with --out.', ['out']);
    return writeMarkdownFolder(documents, out);
  }
  return out ? writeRecordFile(documents, format, out) : writeRecords(documents, format, process.stdout);
}

/** Page by page through the same read model that answers queries; what is about to leave is recorded first. */
async function* readable(
  services: INestApplicationContext,
  principal: UserPrincipal,
  filter: DocumentFilter | null,
): AsyncGenerator<ExportedDocument> {
  const model = services.get(DocumentsReadModel);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<DocumentsReadModel['list']>> = await model.list(
      principal,
      { first: 100, after, filter, orderBy: 'OLDEST' },
      FIELDS,
    );
    const rows = page.edges.map(({ node }) => node as DocumentRow & { versionNumber: number });
    await services.get(ReadingsService).exported(principal, rows);
    for (const row of rows) yield exported(row);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

function exported(row: DocumentRow): ExportedDocument {
  const { level, tlp } = row.sharing as Pick<ExportedDocument, 'level' | 'tlp'>;
  const institution = row.institution as { slug: string } | null;
  const partners = row.partners as { rorId: string | null; name: string }[];
  return {
    ...(row as unknown as ExportedDocument),
    ...{ level, tlp, institution: institution?.slug ?? null },
    partners: partners.map(({ rorId, name }) => rorId ?? name),
    publishedAt: (row.publishedAt as Date | null)?.toISOString() ?? null,
    updatedAt: (row.updatedAt as Date).toISOString(),
    details: { [detailsName(row.kind)]: row.details },
  };
}
