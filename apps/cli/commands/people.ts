import { Accounts } from '#identity';
import { InstitutionsService, MembershipsService } from '#institutions';
import { ROLES, type Role } from '#kernel';
import type { Command } from 'commander';
import { withServices } from '../context.ts';
import { choice } from '../options.ts';
import { print } from '../output.ts';
import { addAccountCommands } from './accounts.ts';

interface GrantOptions {
  email: string;
  institution: string;
  role: Role;
  administrator?: boolean;
  auditor?: boolean;
}

/** `user`, `membership grant` and `membership revoke`. */
export function addPeopleCommands(program: Command): void {
  const user = program.command('user').description('accounts');
  addAccountCommands(user);
  user
    .command('create')
    .description('create an account, or vouch for one that was only invited; prints its id')
    .requiredOption('--email <email>', 'e-mail address')
    .requiredOption('--name <name>', 'name')
    .action(async (options: { email: string; name: string }) => {
      await withServices(async (services) => print((await services.get(Accounts).create(options)).id));
    });

  const membership = program
    .command('membership')
    .description('who belongs to an institution, in which role');

  membership
    .command('grant')
    .description('make someone a member, or change the role; prints the id of the membership')
    .requiredOption('--email <email>', 'of an account')
    .requiredOption('--institution <slug>', 'of an institution')
    .addOption(choice('--role <role>', 'content role', ROLES).makeOptionMandatory())
    .option('--administrator', 'manages members and sharing groups')
    .option('--auditor', 'reads the audit trail')
    .action(async ({ email, institution, role, administrator = false, auditor = false }: GrantOptions) => {
      await withServices(async (services) => {
        const user = await services.get(Accounts).getByEmail(email);
        const { id } = await services.get(InstitutionsService).getBySlug(institution);
        print(await services.get(MembershipsService).grant(user.id, id, { role, administrator, auditor }));
      });
    });

  membership
    .command('revoke')
    .description('revoke a membership, with effect on the next request')
    .requiredOption('--email <email>', 'of an account')
    .requiredOption('--institution <slug>', 'of an institution')
    .action(async ({ email, institution }: { email: string; institution: string }) => {
      await withServices(async (services) => {
        const user = await services.get(Accounts).getByEmail(email);
        const { id } = await services.get(InstitutionsService).getBySlug(institution);
        await services.get(MembershipsService).revokeByOperator(user.id, id);
        print(`${user.email} ${institution} REVOKED`);
      });
    });
}
