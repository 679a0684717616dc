import { AccountChanges, Accounts } from '#identity';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { print } from '../output.ts';

/** `user identify`, `user deactivate` and `user reactivate`, below the command `user`. */
export function addIdentityCommands(user: Command): void {
  user
    .command('identify')
    .description('let whom an issuer knows under a subject sign in to an account')
    .requiredOption('--email <email>', 'of an account')
    .requiredOption('--issuer <url>', 'exactly as in OIDC_ISSUER')
    .requiredOption('--subject <sub>', 'the claim sub')
    .action(async ({ email, issuer, subject }: { email: string; issuer: string; subject: string }) => {
      await withServices(async (services) => {
        const account = await services.get(Accounts).getByEmail(email);
        await services.get(AccountChanges).identify(account.id, { issuer, subject });
        print(`${email} IDENTIFIED`);
      });
    });

  const change = (name: 'deactivate' | 'reactivate', word: string, description: string): void => {
    user
      .command(name)
      .description(description)
      .requiredOption('--email <email>', 'of an account')
      .action(async ({ email }: { email: string }) => {
        await withServices(async (services) => {
          const account = await services.get(Accounts).getByEmail(email);
          await services.get(AccountChanges)[name](account.id);
          print(`${email} ${word}`);
        });
      });
  };
  change(
    'deactivate',
    'DEACTIVATED',
    'nothing signs in as this account any more; ends its tokens and sessions',
  );
  change('reactivate', 'ACTIVE', 'the account can sign in again; what has ended stays ended');
}
