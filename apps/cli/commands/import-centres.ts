import { CentreImportsService, OrganisationReferences, type CentreImportOutcome } from '#centres';
import type { UserPrincipal } from '#access';
import type { SharingInput } from '#documents';
import { Accounts, Authentication } from '#identity';
import { InstitutionsService } from '#institutions';
import { Refusal, SHARING_LEVELS, TLP_LABELS, type UserError } from '#kernel';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { withServices } from '../services.ts';
import { choice } from '../options.ts';
import { print, Progress, say } from '../output.ts';
import { centreRecordOf, type CentreRecord } from '../records/centre-record.ts';
import { readCsvObjects } from '../records/csv-objects.ts';
import { readJsonObjects } from '../records/json-objects.ts';
import { ShapeError } from '../records/record-result.ts';

interface CentreImportOptions {
  institution: string;
  as: string;
  sharing?: SharingInput['level'];
  tlp?: SharingInput['tlp'];
  dryRun?: boolean;
}

type Tally = Record<CentreImportOutcome | 'failed', number>;

/** `import centres`. */
export function addCentresImport(importing: Command): void {
  importing
    .command('centres')
    .description('joint centres, as JSON Lines or CSV')
    .argument('<file>', 'the records')
    .requiredOption('--institution <slug>', 'who keeps the records')
    .requiredOption('--as <email>', 'whose work they become')
    .addOption(choice('--sharing <level>', 'level of records that name none', SHARING_LEVELS))
    .addOption(choice('--tlp <label>', 'label of records that have none', TLP_LABELS))
    .option('--dry-run', 'check everything and store nothing')
    .action(async (path: string, options: CentreImportOptions) => {
      if (!existsSync(path) || !statSync(path).isFile())
        throw Refusal.of('INVALID', `There is no file ${path}.`, ['file']);
      const tally = await withServices((services) => importCentres(services, path, options));
      print(
        Object.entries(tally)
          .map(([name, count]) => `${count} ${name}`)
          .join(', '),
      );
      if (tally.failed > 0) process.exitCode = 1;
    });
}

/** One run: whose work it is, how, and what was noticed. */
interface Importer {
  services: INestApplicationContext;
  principal: UserPrincipal;
  options: CentreImportOptions;
  warnings: Map<string, number>;
}

async function importCentres(
  services: INestApplicationContext,
  path: string,
  options: CentreImportOptions,
): Promise<Tally> {
  const user = await services.get(Accounts).getByEmail(options.as);
  const { slug } = await services.get(InstitutionsService).getBySlug(options.institution);
  const principal = await services.get(Authentication).principalOf(user.id, slug);
  const importer: Importer = { services, principal, options, warnings: new Map() };
  const tally: Tally = { imported: 0, updated: 0, unchanged: 0, failed: 0 };
  const progress = new Progress('Importing', await countObjects(path));
  for await (const found of objectsIn(path)) {
    const outcome = found.type === 'object' ? await importOne(importer, found.value) : found.reason;
    progress.step();
    const isOutcome = outcome in tally;
    tally[isOutcome ? (outcome as keyof Tally) : 'failed'] += 1;
    if (!isOutcome) say(`${path}:${found.line}: ${outcome}`);
  }
  progress.end();
  for (const [warning, count] of importer.warnings)
    say(`warning: ${warning} (${count} ${count === 1 ? 'record' : 'records'})`);
  return tally;
}

function objectsIn(path: string): ReturnType<typeof readJsonObjects> {
  const isCsv = extname(path).toLowerCase() === '.csv';
  return isCsv ? readCsvObjects(path, 'name') : readJsonObjects(path);
}

/** Only for someone who watches: it reads the whole file once more. */
async function countObjects(path: string): Promise<number> {
  if (!process.stderr.isTTY) return 0;
  let count = 0;
  for await (const _object of objectsIn(path)) count += 1;
  return count;
}

/** What became of the record, or why nothing did. */
async function importOne(importer: Importer, value: unknown): Promise<string> {
  const { services, principal, options, warnings } = importer;
  try {
    const { record, warnings: noticed } = centreRecordOf(value as Record<string, unknown>);
    const references = services.get(OrganisationReferences);
    const home = await references.resolve(record.organisations);
    const abroad = await references.resolve(record.partners);
    const { organisations } = home;
    const partners = abroad.organisations;
    for (const warning of [...noticed, ...abroad.unresolved.map(keptAsName)])
      warnings.set(warning, (warnings.get(warning) ?? 0) + 1);
    const given = {
      key: record.externalId ? `id:${record.externalId}` : `content:${record.contentHash}`,
      // An organisation that is found today and was a mere name before is a change too.
      contentHash: [record.contentHash, JSON.stringify([organisations, partners])].join(' '),
      input: { ...record.fields, name: record.name, organisations, partners },
      ...sharingOf(record, options),
    };
    return await services.get(CentreImportsService).import(principal, given, options.dryRun);
  } catch (error) {
    if (error instanceof ShapeError) return error.message;
    if (error instanceof Refusal) return error.userErrors.map(inWords).join(' ');
    throw error;
  }
}

/** The message, with the whole path of the field where it names only the field's end, as `2` in a list. */
function inWords({ message, field }: UserError): string {
  const path = field?.filter((step) => step !== 'input') ?? [];
  const end = `${path.at(-1) ?? ''}: `;
  return path.length > 1 && message.startsWith(end)
    ? `${path.join('.')}: ${message.slice(end.length)}`
    : message;
}

/** What the record says of its sharing, and what it gets where it is silent. */
function sharingOf(
  { sharing }: CentreRecord,
  options: CentreImportOptions,
): { sharing: SharingInput | null; defaultSharing: SharingInput | null } {
  const level = options.sharing ?? 'PUBLIC';
  const defaultSharing: SharingInput = { level, tlp: options.tlp };
  if (sharing === null) return { sharing: null, defaultSharing };
  return { sharing: { ...defaultSharing, ...sharing }, defaultSharing };
}

function keptAsName(written: string): string {
  return `the partner ${JSON.stringify(written)} is not in the registry, or not clearly one; its name is kept`;
}
