import { Accounts, Operators } from '#identity';
import { InstitutionsService, MembershipsService } from '#institutions';
import { ROLES, type Role } from '#kernel';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { choice } from '../options.ts';
import { print } from '../output.ts';
import { addIdentityCommands } from './identities.ts';

interface GrantOptions {
  email: string;
  institution: string;
  role: Role;
  administrator?: boolean;
  auditor?: boolean;
}

/** `user create`, `user operator`, `membership grant` and `membership revoke`. */
export function addPeopleCommands(program: Command): void {
  const user = program.command('user').description('accounts');
  addCreate(user);
  addIdentityCommands(user);
  addOperator(user);
  const membership = program
    .command('membership')
    .description('who belongs to an institution, in which role');
  addGrant(membership);
  addRevoke(membership);
}

function addCreate(user: Command): void {
  user
    .command('create')
    .description('create an account, or vouch for one that was only invited; prints its id')
    .requiredOption('--email <email>', 'e-mail address')
    .requiredOption('--name <name>', 'name')
    .option('--operator', 'runs the platform, and may open break-glass')
    .action(async ({ operator = false, ...options }: { email: string; name: string; operator?: boolean }) => {
      await withServices(async (services) => {
        const { id } = await services.get(Accounts).create(options);
        if (operator) await services.get(Operators).change(options.email, true);
        print(id);
      });
    });
}

function addOperator(user: Command): void {
  user
    .command('operator')
    .description('name an operator, who may open break-glass and nothing else')
    .requiredOption('--email <email>', 'of an account')
    .option('--revoke', 'no operator any more')
    .action(async ({ email, revoke = false }: { email: string; revoke?: boolean }) => {
      await withServices((services) => services.get(Operators).change(email, !revoke));
      print(`${email.toLowerCase()} ${revoke ? 'NO OPERATOR' : 'OPERATOR'}`);
    });
}

function addGrant(membership: Command): void {
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
}

function addRevoke(membership: Command): void {
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
