import { SCOPES } from '#access';
import { Accounts, TokensService } from '#identity';
import { InstitutionsService } from '#institutions';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { collect } from '../options.ts';
import { print, printList } from '../output.ts';

interface NewTokenOptions {
  email: string;
  institution?: string;
  scope: string[];
  expires?: string;
}

/** `token create`, `token list` and `token revoke`. */
export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('API tokens');
  addCreate(token);
  addList(token);
  addRevoke(token);
}

function addCreate(token: Command): void {
  token
    .command('create')
    .description('make an API token; prints it, for the only time, and nothing else')
    .requiredOption('--email <email>', 'of an account')
    .option('--institution <slug>', 'only with the membership in this institution')
    .option(
      '--scope <scope>',
      `only for this; may be given several times (${SCOPES.join(', ')})`,
      collect,
      [],
    )
    .option('--expires <time>', 'until this moment, RFC 3339')
    .action(async ({ email, institution, scope, expires }: NewTokenOptions) => {
      await withServices(async (services) => {
        const user = await services.get(Accounts).getByEmail(email);
        const bound = institution ? await services.get(InstitutionsService).getBySlug(institution) : null;
        const options = { institutionId: bound?.id ?? null, scopes: scope, expiresAt: expires ?? null };
        print((await services.get(TokensService).create(user.id, options)).token);
      });
    });
}

function addList(token: Command): void {
  token
    .command('list')
    .description("list someone's living tokens, without the tokens themselves")
    .requiredOption('--email <email>', 'of an account')
    .option('--json', 'as JSON')
    .action(async ({ email, json = false }: { email: string; json?: boolean }) => {
      await withServices(async (services) => {
        const user = await services.get(Accounts).getByEmail(email);
        const rows = await services.get(TokensService).list(user.id);
        const asText = (moment: Date | null): string | null => moment?.toISOString() ?? null;
        printList(
          rows.map(({ id, scopes, createdAt, expiresAt, lastUsedAt }) => ({
            ...{ id, scopes: scopes.join(' ') || 'all' },
            ...{ created: asText(createdAt), expires: asText(expiresAt), lastUsed: asText(lastUsedAt) },
          })),
          json,
        );
      });
    });
}

function addRevoke(token: Command): void {
  token
    .command('revoke')
    .description('revoke a token, with effect on the next request')
    .requiredOption('--email <email>', 'of its owner')
    .requiredOption('--id <id>', 'of the token, as listed')
    .action(async ({ email, id }: { email: string; id: string }) => {
      await withServices(async (services) => {
        const user = await services.get(Accounts).getByEmail(email);
        await services.get(TokensService).revoke(user.id, id, null);
        print(`${id} REVOKED`);
      });
    });
}
