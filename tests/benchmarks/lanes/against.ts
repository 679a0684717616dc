import { readFileSync } from 'node:fs';
import { rounded, table } from '../support/output.ts';
import type { BenchResults } from './results.ts';
import type { Spread } from './spread.ts';

/** A figure that two runs can be compared by. */
interface Comparable {
  name: string;
  spread: Spread;
  /** Whether more of it is better. */
  more: boolean;
}

/** Reads the results of another run. Throws when the file is none. */
export function readResults(path: string): BenchResults {
  let results: Partial<BenchResults> | null;
  try {
    results = JSON.parse(readFileSync(path, 'utf8')) as Partial<BenchResults> | null;
  } catch (error) {
    throw new Error(`--against: ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (!results?.operations) throw new Error(`--against: ${path} holds no results of this benchmark`);
  return results as BenchResults;
}

/**
 * Every figure beside that of the other run. A change counts when the runs behind the two medians have
 * nothing in common: every one of the new is better, or worse, than every one of the old. What lies closer
 * together is noise.
 */
export function comparison(now: BenchResults, before: BenchResults): string {
  const old = new Map(comparables(before).map((one) => [one.name, one]));
  const rows = comparables(now).flatMap((one) => {
    const other = old.get(one.name);
    return other ? [[one.name, shown(other.spread), shown(one.spread), verdict(one, other.spread)]] : [];
  });
  if (rows.length === 0) return 'the other run has measured nothing that this one has';
  return table([['', 'before', 'now', 'change'], ...rows]);
}

function comparables({ operations, import: imported, start, growth = [] }: BenchResults): Comparable[] {
  const of = (name: string, spread: Spread | null | undefined, more: boolean): Comparable[] =>
    spread ? [{ name, spread, more }] : [];
  return [
    ...Object.entries(operations).flatMap(([operation, sides]) =>
      Object.entries(sides)
        .filter(([side]) => side !== 'floor')
        .flatMap(([side, figures]) => of(`${operation}: ${side}, ratio`, figures.ratio, true)),
    ),
    ...of('import: records/s', imported?.perSecond, true),
    ...of('import: seconds until indexed', imported?.indexSeconds, false),
    ...of('npm start: seconds', start?.npmStart, false),
    ...of('serve: seconds', start?.serve, false),
    ...of('idle: MB', start?.memoryMb, false),
    ...growth.flatMap(({ documents, latencies }) =>
      latencies.flatMap(({ operation, share, p95 }) =>
        of(`${operation}, ${share}, ${documents} documents: p95 ms`, p95, false),
      ),
    ),
  ];
}

function shown({ median, min, max }: Spread): string {
  return `${rounded(median, 2)} (${rounded(min, 2)}–${rounded(max, 2)})`;
}

function verdict({ spread, more }: Comparable, old: Spread): string {
  const share = spread.median / old.median - 1;
  const change = `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(0)} %`;
  if (spread.min <= old.max && spread.max >= old.min) return `${change}, within the noise`;
  return `${change}, ${spread.min > old.max === more ? 'better' : 'WORSE'}`;
}
