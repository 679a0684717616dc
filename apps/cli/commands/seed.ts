import type { Command } from 'commander';
import { withDatabase } from '../context.ts';
import { say } from '../output.ts';

/** `seed demo`. */
export function addSeedCommand(program: Command): void {
  program
    .command('seed')
    .description('fill a database')
    .command('demo')
    .description('a believable small community; safe to repeat')
    .action(async () => {
      const { seedDemo } = await import('../demo/seed-demo.ts');
      await withDatabase((connection) => seedDemo(connection));
      say('The demonstration community is there. Its tokens are in the clear: not for real work.');
    });
}
