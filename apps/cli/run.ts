import 'reflect-metadata';
import { COMMAND_LINE, from } from '#audit';
import { SettingsError } from '#config';
import { BadInput, Forbidden, Refusal } from '#kernel';
import { CommanderError } from 'commander';
import { say } from './output.ts';
import { buildProgram } from './program.ts';

const FAILED = 1;
const WRONG_USAGE = 2;

/** One clear message for whatever stopped a command, and the exit code that goes with it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  if (error instanceof Refusal) {
    for (const one of error.userErrors)
      say(`error: ${one.message}${one.field ? ` (${one.field.join('.')})` : ''}`);
  } else if (error instanceof SettingsError || error instanceof BadInput || error instanceof Forbidden) {
    say(`error: ${error.message}`);
  } else {
    say(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return FAILED;
}

/** Runs the command of these arguments; the exit code says how it ended. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    const program = await buildProgram(argv[2]);
    await from(COMMAND_LINE, () => program.parseAsync(argv));
  } catch (error) {
    process.exitCode = report(error);
  }
}
