import { Presets, SingleBar } from 'cli-progress';

/** A result: standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Everything that is not a result: standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

type Cell = string | number | boolean | null;

/** A list of rows: a table of their columns, or JSON for programs. */
export function printList(rows: readonly Record<string, Cell>[], json: boolean): void {
  if (json) {
    print(JSON.stringify(rows));
    return;
  }
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: Cell | undefined): string => String(value ?? '-');
  const widths = columns.map((name) => Math.max(name.length, ...rows.map((row) => cell(row[name]).length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((one, i) => one.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  if (columns.length > 0) print(line(columns));
  for (const row of rows) print(line(columns.map((name) => cell(row[name]))));
}

/** Shows how far long work has come, if someone is looking: standard error is a terminal. */
export class Progress {
  private readonly bar: SingleBar | null;

  constructor(what: string, total: number) {
    this.bar = process.stderr.isTTY
      ? new SingleBar(
          { format: `${what} {bar} {value}/{total} | {eta_formatted}`, stream: process.stderr },
          Presets.shades_classic,
        )
      : null;
    this.bar?.start(total, 0);
  }

  step(): void {
    this.bar?.increment();
  }

  /** Says how far it has come altogether, and of how much, if that was not known before. */
  set(done: number, total?: number): void {
    if (total !== undefined) this.bar?.setTotal(total);
    this.bar?.update(done);
  }

  end(): void {
    this.bar?.stop();
  }
}
