import { ENGINES, type EngineName } from './arena.ts';
import { say } from './output.ts';

/** The engine of `--engine`, the embedded one without it; ends the process with 2 for any other word. */
export function chosenEngine(given: string | undefined): EngineName {
  const engine = ENGINES.find((name) => name === (given ?? 'embedded'));
  if (engine) return engine;
  say(`--engine must be one of ${ENGINES.join(', ')}`);
  process.exit(2);
}

/** A whole number above zero; ends the process with 2 for anything else. */
export function chosenCount(name: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (/^[1-9]\d{0,7}$/.test(given)) return Number(given);
  say(`--${name} must be a whole number above zero`);
  process.exit(2);
}
