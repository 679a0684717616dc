import { reachesOutside, type UserPrincipal } from '#access';
import {
  countedKinds,
  detailsName,
  ImportsService,
  warningsIn,
  type ContentWarningRow,
  type DocumentCreateInput,
  type ImportedRecord,
  type ImportOutcome,
  type SharingInput,
} from '#documents';
import { Accounts, Authentication } from '#identity';
import { InstitutionsService } from '#institutions';
import { DOCUMENT_KINDS, Refusal, SHARING_LEVELS, TLP_LABELS, type DocumentKind } from '#kernel';
import { PartnerReferences } from '#partners';
import type { INestApplicationContext } from '@nestjs/common';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { choice } from '../options.ts';
import { print, Progress, say } from '../output.ts';
import { addCentresImport } from './import-centres.ts';
import { addDesignationsImport } from './import-designations.ts';
import { addPartnersImport } from './import-partners.ts';
import { countRecords, readRecords } from '../records/read-records.ts';
import type { ImportRecord, RecordResult } from '../records/record-result.ts';

interface ImportOptions {
  institution: string;
  as: string;
  kind?: DocumentKind;
  sharing?: SharingInput['level'];
  tlp?: SharingInput['tlp'];
  publish?: boolean;
  dryRun?: boolean;
}

/** Records, and characters of text, that are stored in one transaction. */
const BATCH = 200;
const BATCH_CHARACTERS = 4_000_000;

type Tally = Record<'imported' | 'updated' | 'unchanged' | 'failed' | 'skipped', number>;

/** `import documents`, `import partners`, `import designations`, `import centres`. */
export function addImportCommand(program: Command): void {
  const importing = program.command('import').description('bring records of other systems in');
  addDocumentsImport(importing);
  addPartnersImport(importing);
  addDesignationsImport(importing);
  addCentresImport(importing);
}

function addDocumentsImport(importing: Command): void {
  importing
    .command('documents')
    .description('Markdown with front matter, JSON Lines or CSV; a folder is walked')
    .argument('<path>', 'a file or a folder')
    .requiredOption('--institution <slug>', 'whose documents they become')
    .requiredOption('--as <email>', 'whose work they become')
    .addOption(choice('--kind <kind>', 'kind of records that name none', DOCUMENT_KINDS).default('GUIDANCE'))
    .addOption(choice('--sharing <level>', 'level of records that name none', SHARING_LEVELS))
    .addOption(choice('--tlp <label>', 'label of records that have none', TLP_LABELS))
    .option('--publish', 'publish at once, for first filling a repository; the trail says so')
    .option('--dry-run', 'check everything and store nothing')
    .action(async (path: string, options: ImportOptions) => {
      if (!existsSync(path)) throw Refusal.of('INVALID', `There is no file or folder ${path}.`, ['path']);
      const tally = await withServices((services) => importAll(services, path, options));
      print(
        Object.entries(tally)
          .map(([name, count]) => `${count} ${name}`)
          .join(', '),
      );
      if (tally.failed > 0) process.exitCode = 1;
    });
}

async function importAll(
  services: INestApplicationContext,
  path: string,
  options: ImportOptions,
): Promise<Tally> {
  const user = await services.get(Accounts).getByEmail(options.as);
  const { slug, country } = await services.get(InstitutionsService).getBySlug(options.institution);
  const principal = await services.get(Authentication).principalOf(user.id, slug);
  const tally: Tally = { imported: 0, updated: 0, unchanged: 0, failed: 0, skipped: 0 };
  const warnings = new Map<string, number>();
  const told: Told = new Map();
  const importer = { services, principal, options, warnings, country, told };
  const progress = new Progress('Importing', await countRecords(path));
  for await (const batch of batches(readRecords(path))) {
    for (const outcome of await importBatch(importer, batch)) {
      tally[outcome] += 1;
      progress.step();
    }
  }
  progress.end();
  for (const [warning, count] of warnings)
    say(`warning: ${warning} (${count} ${count === 1 ? 'record' : 'records'})`);
  for (const [file, found] of told)
    say(`warning: ${file} tells of people, beyond the institution: ${countedKinds(found)}`);
  return tally;
}

/** A place in a file that holds a record. */
type Readable = Extract<RecordResult, { type: 'record' }>;

/** What makes a record recognisable when it comes again. */
function keyOf({ source, record }: Readable): string {
  return record.externalId ? `id:${record.externalId}` : `path:${source}#${record.contentHash}`;
}

/** Results in batches that are stored together; a record that comes again waits for the next one. */
async function* batches(results: AsyncIterable<RecordResult>): AsyncGenerator<RecordResult[]> {
  let batch: RecordResult[] = [];
  let keys = new Set<string>();
  let characters = 0;
  for await (const result of results) {
    const key = result.type === 'record' ? keyOf(result) : null;
    if (batch.length >= BATCH || characters >= BATCH_CHARACTERS || (key !== null && keys.has(key))) {
      yield batch;
      batch = [];
      keys = new Set();
      characters = 0;
    }
    batch.push(result);
    if (key !== null) keys.add(key);
    if (result.type === 'record') characters += result.record.body.length;
  }
  if (batch.length > 0) yield batch;
}

/** One run: whose work it is, how, and what was noticed. */
interface Importer {
  services: INestApplicationContext;
  principal: UserPrincipal;
  options: ImportOptions;
  warnings: Map<string, number>;
  /** Of the institution; says how telephone numbers are written there. */
  country: string;
  told: Told;
}

/** What each file tells of people, in documents that reach beyond the institution. */
type Told = Map<string, Pick<ContentWarningRow, 'kind'>[]>;

/** Imports the records of a batch together, and says in the order of the source what is wrong with which. */
async function importBatch(importer: Importer, batch: readonly RecordResult[]): Promise<(keyof Tally)[]> {
  const records = batch.filter((result): result is Readable => result.type === 'record');
  const outcomes = await importRecords(importer, records);
  return batch.map((result) => {
    if (result.type === 'skipped') {
      say(`${result.source}: skipped: ${result.reason}`);
      return 'skipped';
    }
    const outcome = result.type === 'record' ? outcomes.get(result)! : result.reason;
    if (outcome instanceof Refusal || result.type === 'failure') {
      say(`${result.source}:${result.line}: ${reasonOf(outcome)}`);
      return 'failed';
    }
    return outcome as ImportOutcome;
  });
}

function reasonOf(outcome: Refusal | string): string {
  return outcome instanceof Refusal ? outcome.userErrors.map(({ message }) => message).join(' ') : outcome;
}

async function importRecords(
  importer: Importer,
  results: readonly Readable[],
): Promise<Map<Readable, ImportOutcome | Refusal>> {
  const { services, principal, options, warnings } = importer;
  const partners = await services
    .get(PartnerReferences)
    .resolve(results.map(({ record }) => record.partners));
  const given = results.map((result, index): ImportedRecord => {
    const { record } = result;
    const { partnerIds, missing } = partners[index]!;
    for (const warning of [...result.warnings, ...missing.map(partnerLeftOut)])
      warnings.set(warning, (warnings.get(warning) ?? 0) + 1);
    // A partner that is found today and was missing before is a change too.
    const contentHash = [record.contentHash, ...partnerIds].join(' ');
    const input = { ...inputOf(record, options), partnerIds };
    return { key: keyOf(result), contentHash, input, publish: options.publish ?? false };
  });
  const outcomes = await services.get(ImportsService).import(principal, given, options.dryRun);
  results.forEach(({ source, record }, index) => {
    if (outcomes[index] === 'imported' || outcomes[index] === 'updated')
      noteTold(importer, source, record, given[index]!.input.sharing);
  });
  return new Map(results.map((result, index) => [result, outcomes[index]!]));
}

/** Counts what a record tells of people, once it is in, if others than the institution's own read it. */
function noteTold(
  { country, told }: Importer,
  file: string,
  record: ImportRecord,
  sharing: DocumentCreateInput['sharing'],
): void {
  if (!sharing) return;
  const named = sharing.level === 'NAMED' && (sharing.membershipIds ?? []).length > 0;
  if (!named && !reachesOutside(sharing.level)) return;
  const found = warningsIn(record, [country, ...record.countries]);
  if (found.length > 0) told.set(file, [...(told.get(file) ?? []), ...found]);
}

/** The record as documentCreate would take it; what it is silent about comes from the options. */
function inputOf(record: ImportRecord, options: ImportOptions): DocumentCreateInput {
  const kind = record.kind ?? options.kind ?? 'GUIDANCE';
  const level = record.sharing?.level ?? options.sharing;
  const sharing = level ? { tlp: options.tlp, ...record.sharing, level } : null;
  return {
    title: record.title,
    summary: record.summary,
    body: record.body,
    language: record.language,
    topics: record.topics,
    countries: record.countries,
    reviewBy: record.reviewBy,
    details: record.details ?? { [detailsName(kind)]: {} },
    sharing: sharing as SharingInput | null,
  };
}

function partnerLeftOut(written: string): string {
  return `the partner ${JSON.stringify(written)} is not in the registry, or not clearly one; it is left out`;
}
