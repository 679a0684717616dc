import { FederationService } from '#identity';
import { InstitutionsService } from '#institutions';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { collect } from '../options.ts';
import { print, printList } from '../output.ts';

interface ScopeOptions {
  institution: string;
  issuer: string;
  scope: string;
}

/** `federation register`, `federation remove` and `federation list`: reading on a federation's word. */
export function addFederationCommands(program: Command): void {
  const federation = program
    .command('federation')
    .description('scopes of institutions that want their staff to read without invitations');

  const withScope = (name: string, description: string): Command =>
    federation
      .command(name)
      .description(description)
      .requiredOption('--institution <slug>', 'of an institution')
      .requiredOption('--issuer <url>', 'who may speak for the scope, exactly as in OIDC_ISSUER')
      .requiredOption('--scope <domain>', 'what stands behind the @ of eduPersonScopedAffiliation');

  withScope('register', 'register a scope for an institution that wants this')
    .option(
      '--affiliation <word>',
      'that makes a READER; again for more (staff, faculty, employee)',
      collect,
      [],
    )
    .action(async ({ institution, issuer, scope, affiliation }: ScopeOptions & { affiliation: string[] }) => {
      await withServices(async (services) => {
        const { id } = await services.get(InstitutionsService).getBySlug(institution);
        const affiliations = affiliation.length > 0 ? { affiliations: affiliation as 'staff'[] } : {};
        await services.get(FederationService).register(id, { issuer, scope, ...affiliations });
        print(`${institution} ${scope} REGISTERED`);
      });
    });

  withScope('remove', 'take a scope back; memberships that came by it end at once').action(
    async ({ institution, issuer, scope }: ScopeOptions) => {
      await withServices(async (services) => {
        const { id } = await services.get(InstitutionsService).getBySlug(institution);
        await services.get(FederationService).remove(id, issuer, scope);
        print(`${institution} ${scope} REMOVED`);
      });
    },
  );

  addList(federation);
}

function addList(federation: Command): void {
  federation
    .command('list')
    .description('what is registered for an institution')
    .requiredOption('--institution <slug>', 'of an institution')
    .option('--json', 'as JSON')
    .action(async ({ institution, json = false }: { institution: string; json?: boolean }) => {
      await withServices(async (services) => {
        const { id } = await services.get(InstitutionsService).getBySlug(institution);
        const rows = await services.get(FederationService).list(id);
        printList(
          rows.map((row) => ({ ...row, affiliations: row.affiliations.join(' ') })),
          json,
        );
      });
    });
}
