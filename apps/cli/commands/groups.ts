import { InstitutionsService, SharingGroupsService } from '#institutions';
import type { Command } from 'commander';
import { withServices } from '../services.ts';
import { print } from '../output.ts';

/** `group create` and `group add`: the operator's shortcut for sharing groups. */
export function addGroupCommands(program: Command): void {
  const group = program.command('group').description('sharing groups');

  group
    .command('create')
    .description('create a sharing group; prints its id')
    .requiredOption('--name <name>', 'name')
    .requiredOption('--owner <slug>', 'the institution that owns it')
    .action(async ({ name, owner }: { name: string; owner: string }) => {
      await withServices(async (services) => {
        const { id } = await services.get(InstitutionsService).getBySlug(owner);
        print(await services.get(SharingGroupsService).createByOperator(name, id));
      });
    });

  group
    .command('add')
    .description('invite an institution into a group')
    .requiredOption('--group <name>', 'name of the group, or its id')
    .requiredOption('--institution <slug>', 'the institution')
    .option('--accept', 'accept on its behalf, so that it counts at once')
    .action(async (options: { group: string; institution: string; accept?: boolean }) => {
      await withServices(async (services) => {
        const groups = services.get(SharingGroupsService);
        const { id } = await groups.getByName(options.group);
        const institution = await services.get(InstitutionsService).getBySlug(options.institution);
        await groups.addByOperator(id, institution.id, options.accept ?? false);
        print(`${options.group} ${institution.slug} ${options.accept ? 'ACCEPTED' : 'INVITED'}`);
      });
    });
}
