import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { writeFileSync } from 'node:fs';

/** How often long work says how far it has come, in milliseconds. */
const EVERY = 5_000;

/** A result: standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Everything that is not a result: standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Returns a function that tells how far work has come, not too often. */
export function progress(what: string, total: number): (done: number) => void {
  let told = performance.now();
  return (done) => {
    if (performance.now() - told < EVERY) return;
    told = performance.now();
    say(`${what}: ${done} of ${total}`);
  };
}

/** Lines of a table, numbers to the right; the first row is its head. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map(String));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const isNumber = typeof cell === 'number' || (row === rows[0] && column > 0);
          return isNumber ? String(cell).padStart(widths[column]!) : cell.padEnd(widths[column]!);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function rounded(number: number, digits = 1): number {
  return Number(number.toFixed(digits));
}

/** What the figures were measured on; without it they say little. */
function conditions(): {
  node: string;
  processor: string;
  cores: number;
  memoryGb: number;
  load: number;
} {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    /** Processes that wanted to run in the last minute: others' work slows ours. */
    load: rounded(loadavg()[0]!, 2),
  };
}

export function conditionsLine(): string {
  const { node, processor, cores, memoryGb, load } = conditions();
  return `${processor}, ${cores} cores, ${memoryGb} GB, load ${load}; Node ${node}`;
}

/** Writes the results for programs, if a file is named. */
export function writeJson(path: string | undefined, results: object): void {
  if (path === undefined) return;
  const content = { measuredAt: new Date().toISOString(), conditions: conditions(), ...results };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
