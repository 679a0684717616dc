import { AccountErasure, AccountExports, Accounts } from '#identity';
import { NoticesModule } from '#notices';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { withDatabase } from '../database.ts';
import { withServicesOn } from '../services.ts';
import { print, say } from '../output.ts';

/** `account export` and `account erase`. */
export function addAccountCommands(program: Command): void {
  const account = program.command('account').description('what is kept about people');
  addExport(account);
  addErase(account);
}

function addExport(account: Command): void {
  account
    .command('export')
    .description('print everything that is kept about somebody, as one JSON object')
    .requiredOption('--email <email>', 'of an account')
    .action(async ({ email }: { email: string }) => {
      await withEverything(async (services) => {
        const { id } = await services.get(Accounts).getByEmail(email);
        await printExport(services.get(AccountExports), id);
      });
    });
}

function addErase(account: Command): void {
  account
    .command('erase')
    .description('forget somebody for good; what they wrote stays, by a former member')
    .requiredOption('--email <email>', 'of an account')
    .option('--yes', 'do it; without this it is only said what would be done')
    .action(async ({ email, yes = false }: { email: string; yes?: boolean }) => {
      await withEverything(async (services) => {
        const { id, name } = await services.get(Accounts).getByEmail(email);
        if (!yes) {
          say(`${name} <${email}> would be erased, for good. Say --yes to do it.`);
          process.exitCode = 1;
          return;
        }
        await services.get(AccountErasure).erase(id, null);
        print(`${id} ERASED`);
      });
    });
}

/** Row by row, so that it may be of any length. */
async function printExport(exports: AccountExports, id: string): Promise<void> {
  const waiting = exports.parts;
  let open: string | undefined;
  /** Begins the parts up to this one; undefined ends the last. */
  const begin = (part: string | undefined): void => {
    while (open !== part) {
      if (open !== undefined) print(waiting.length > 0 ? '  ],' : '  ]');
      open = waiting.shift();
      if (open !== undefined) print(`  ${JSON.stringify(open)}: [`);
    }
  };
  print('{');
  let row: string | undefined;
  for await (const { part, row: next } of exports.read(id, null)) {
    if (row !== undefined) print(`    ${row}${open === part ? ',' : ''}`);
    begin(part);
    row = JSON.stringify(next);
  }
  if (row !== undefined) print(`    ${row}`);
  begin(undefined);
  print('}');
}

/** With all libraries that keep something about people. */
function withEverything(work: (services: INestApplicationContext) => Promise<void>): Promise<void> {
  return withDatabase((connection) => withServicesOn(connection, work, { beside: [NoticesModule] }));
}
