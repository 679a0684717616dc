import { InvalidArgumentError, type Command } from 'commander';
import { withDatabase } from '../database.ts';
import { print, say } from '../output.ts';
import type { SyntheticOptions } from '../synthetic/seed-synthetic.ts';

/** `seed demo` and `seed synthetic`. */
export function addSeedCommand(program: Command): void {
  const seed = program.command('seed').description('fill a database');
  seed
    .command('demo')
    .description('a believable small community; safe to repeat')
    .action(async () => {
      const { seedDemo } = await import('../demo/seed-demo.ts');
      await withDatabase((connection) => seedDemo(connection));
      say('The demonstration community is there. Its tokens are in the clear: not for real work.');
    });
  addSyntheticCommand(seed);
}

function addSyntheticCommand(seed: Command): void {
  seed
    .command('synthetic')
    .description('bulk data for measurement, the same for the same options; safe to repeat')
    .option('--documents <count>', 'how many documents', wholeNumber(1, 10_000_000), 10_000)
    .option('--institutions <count>', 'how many institutions', wholeNumber(5, 5_000), 50)
    .option('--seed <number>', 'another number gives other data', wholeNumber(0, 2 ** 32 - 1), 1)
    .action(async (options: SyntheticOptions) => {
      const { seedSynthetic } = await import('../synthetic/seed-synthetic.ts');
      const counts = await withDatabase((connection) => seedSynthetic(connection, options));
      const { institutions, people, groups, documents, found } = counts;
      print(
        `added ${institutions} institutions, ${people} people, ${groups} sharing groups and ` +
          `${documents} documents; ${found} documents were there already`,
      );
    });
}

/** Parses an option that is a whole number from `least` to `most`. */
function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
