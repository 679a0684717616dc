import { migrate } from '#database';
import type { Command } from 'commander';
import { withDatabase } from '../database.ts';
import { print, say } from '../output.ts';

/** `migrate` and `database-url`. */
export function addDatabaseCommands(program: Command): void {
  program
    .command('migrate')
    .description('bring the schema up to date')
    .action(async () => {
      await withDatabase(async ({ ownerUrl }) => {
        await migrate(ownerUrl);
        say('The schema is up to date.');
      });
    });

  program
    .command('database-url')
    .description("print the owner's connection string of the database in use, the embedded one included")
    .action(async () => {
      await withDatabase(async ({ ownerUrl }) => print(ownerUrl));
    });
}
