import { randomInt } from 'node:crypto';

/** A whole number that the environment gives; undefined when it gives none. Throws for anything else. */
export function settingOf(name: string): number | undefined {
  const given = process.env[name];
  if (given === undefined || given === '') return undefined;
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${name} is ${given}, not a whole number`);
  return number;
}

/** Another one at every run. */
export function randomSeed(): number {
  return randomInt(1_000_000_000);
}
