import { InstitutionsService } from '#institutions';
import { INSTITUTION_KINDS, type InstitutionKind } from '#kernel';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { choice } from '../options.ts';
import { print } from '../output.ts';

interface NewInstitutionOptions {
  slug: string;
  name: string;
  kind: InstitutionKind;
  country: string;
  ror?: string;
  issuesAdvisories?: boolean;
}

/** `institution create`, `institution suspend` and `institution activate`: operator's work. */
export function addInstitutionCommands(program: Command): void {
  const institution = program.command('institution').description('create, suspend and activate institutions');

  institution
    .command('create')
    .description('create an active institution; prints its id')
    .requiredOption('--slug <slug>', 'short name: lower-case letters, digits, hyphens')
    .requiredOption('--name <name>', 'full name')
    .addOption(choice('--kind <kind>', 'kind', INSTITUTION_KINDS).makeOptionMandatory())
    .requiredOption('--country <code>', 'ISO 3166-1 alpha-2')
    .option('--ror <id>', 'ROR id, the full URL')
    .option('--issues-advisories', 'it may issue advisories')
    .action(async (options: NewInstitutionOptions) => {
      await withServices(async (services) => {
        const { slug, name, kind, country, ror, issuesAdvisories } = options;
        const created = await services.get(InstitutionsService).create({
          ...{ slug, name, kind, country: country.toUpperCase() },
          rorId: ror ?? null,
          mayIssueAdvisories: issuesAdvisories ?? false,
        });
        print(created.id);
      });
    });

  const setStatus = (name: string, status: 'SUSPENDED' | 'ACTIVE', description: string): void => {
    institution
      .command(name)
      .description(description)
      .argument('<slug>')
      .action(async (slug: string) => {
        await withServices(async (services) => {
          const changed = await services.get(InstitutionsService).setStatus(slug, status);
          print(`${changed.slug} ${changed.status}`);
        });
      });
  };
  setStatus('suspend', 'SUSPENDED', 'its members lose everything at once; what it published stays');
  setStatus('activate', 'ACTIVE', 'its memberships count again');
}
