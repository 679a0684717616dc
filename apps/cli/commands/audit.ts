import {
  AuditExport,
  AuditVerification,
  AuditWorker,
  Checkpoints,
  checkpointsFile,
  fingerprint,
  PLATFORM_CHAIN,
  publicKeyOf,
  publicPem,
  readCheckpoints,
  SigningKey,
  verifyFile,
  type Finding,
} from '#audit';
import { Settings } from '#config';
import { Accounts, Authentication } from '#identity';
import { InstitutionsService } from '#institutions';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { withServices } from '../services.ts';
import { collect } from '../options.ts';
import { print, say } from '../output.ts';
import { writeWholeFile } from '../records/whole-file.ts';

interface VerifyOptions {
  file?: string;
  checkpoints?: string;
  publicKey: string[];
}

interface ExportOptions {
  institution: string;
  as: string;
  out?: string;
}

/** `audit verify`, `audit export`, `audit checkpoint`, `audit public-key`. */
export function addAuditCommands(program: Command): void {
  const audit = program
    .command('audit')
    .description('the audit trail: verify it, take it out, sign how far it goes');
  audit
    .command('verify')
    .description('compute the whole trail anew and name the first row that is not as it was written')
    .option('--file <path>', 'an exported trail instead of the database; needs neither database nor server')
    .option('--checkpoints <path>', 'checkpoints that were kept elsewhere, to compare with')
    .option(
      '--public-key <path>',
      'a key that may have signed, as PEM; can be given several times',
      collect,
      [],
    )
    .action((options: VerifyOptions) =>
      options.file ? verifyExported(options, options.file) : verify(options),
    );
  audit
    .command('export')
    .description("an institution's whole trail as JSON Lines that can be verified alone")
    .requiredOption('--institution <slug>', 'whose trail')
    .requiredOption('--as <email>', 'an auditor of that institution')
    .option('--out <path>', 'a file; without it, standard output')
    .action((options: ExportOptions) => withServices((services) => exportTrail(services, options)));
  audit
    .command('checkpoint')
    .description('sign now how far every chain goes')
    .action(() => withServices(checkpoint));
  audit
    .command('public-key')
    .description('print the key that checkpoints are signed with, as PEM')
    .action(async () => {
      await withServices(async (services) => {
        const key = await services.get(SigningKey).public();
        say(fingerprint(key));
        print(publicPem(key).trim());
      });
    });
}

async function verify({ checkpoints, publicKey }: VerifyOptions): Promise<void> {
  await withServices(async (services) => {
    const own = checkpointsFile(services.get(Settings));
    const files = [...(existsSync(own) ? [own] : []), ...(checkpoints ? [checkpoints] : [])];
    const kept = (await Promise.all(files.map(readCheckpoints))).flat();
    const trusted = await keysIn(publicKey);
    for (const key of await services.get(SigningKey).trusted()) trusted.add(key);
    await services.get(AuditWorker).seal();
    const found = await services.get(AuditVerification).verify(kept, trusted);
    say(`${found.events} events in ${found.chains} chains, ${found.checkpoints} checkpoints`);
    if (conclude(found.findings)) await services.get(Checkpoints).make();
  });
}

async function verifyExported({ checkpoints, publicKey }: VerifyOptions, path: string): Promise<void> {
  const trusted = publicKey.length > 0 ? await keysIn(publicKey) : null;
  const kept = checkpoints ? await readCheckpoints(checkpoints) : [];
  const { trail, events, checkpoint: end, finding } = await verifyFile(path, trusted, kept);
  if (trail) say(`The trail of ${trail.institution} (${trail.chain}), ${events} events`);
  if (end && !finding) {
    say(`complete as of ${end.at}, signed with ${fingerprint(Buffer.from(end.publicKey, 'base64'))}`);
    if (!trusted) say('Compare this key with the one that the operator has made known.');
  }
  conclude(finding ? [finding] : []);
}

/** Says what was found and returns whether all is well; the exit code is 1 otherwise. */
function conclude(findings: readonly Finding[]): boolean {
  for (const { chain, position, eventId, what } of findings) {
    const places = [
      chain && `chain ${chain === PLATFORM_CHAIN ? 'platform' : chain}`,
      position && `position ${position}`,
      eventId && `event ${eventId}`,
    ];
    print(`BROKEN ${[...places.filter(Boolean), what].join(': ')}`);
  }
  if (findings.length === 0) print('intact');
  else process.exitCode = 1;
  return findings.length === 0;
}

async function exportTrail(
  services: INestApplicationContext,
  { institution, as, out }: ExportOptions,
): Promise<void> {
  const user = await services.get(Accounts).getByEmail(as);
  const principal = await services.get(Authentication).principalOf(user.id);
  const whose = await services.get(InstitutionsService).getBySlug(institution);
  const lines = await services.get(AuditExport).lines(principal, whose);
  if (out) {
    await writeWholeFile(out, lines);
    print(out);
  } else for await (const line of lines) process.stdout.write(line);
}

async function checkpoint(services: INestApplicationContext): Promise<void> {
  await services.get(AuditWorker).seal();
  for (const line of await services.get(Checkpoints).make()) print(JSON.stringify(line));
}

async function keysIn(paths: readonly string[]): Promise<Set<string>> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return new Set(texts.map((text) => publicKeyOf(text).toString('base64')));
}
