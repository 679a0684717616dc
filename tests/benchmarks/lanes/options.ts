import { parseArgs } from 'node:util';
import { say } from '../support/output.ts';
import { readResults } from './against.ts';
import type { BenchResults } from './results.ts';

/** Everything that can be measured, in the order in which it is. */
export const PARTS = ['list', 'single', 'create', 'import', 'start'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  /** A data directory to use again and to keep. */
  data: string | undefined;
  parts: readonly Part[];
  /** Shorter runs: to see whether it works, not how fast. */
  quick: boolean;
  /** Whether peers are measured as well. */
  peers: boolean;
  /** Numbers of documents to measure growth at; none for not at all. */
  sizes: readonly number[];
  /** Where the data of each size is kept. */
  growthData: string | undefined;
  against: BenchResults | null;
  out: string | undefined;
}

/** The options of the command line; ends the process with 2 when something is wrong with them. */
export function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        'no-peers': { type: 'boolean', default: false },
        growth: { type: 'string' },
        'growth-data': { type: 'string' },
        against: { type: 'string' },
        out: { type: 'string' },
      },
    });
    const { data, only, quick, growth, against, out } = values;
    return {
      ...{ data, quick, out, peers: !values['no-peers'], growthData: values['growth-data'] },
      parts: partsOf(only, growth !== undefined),
      sizes: sizesOf(growth),
      against: against === undefined ? null : readResults(against),
    };
  } catch (error) {
    say((error as Error).message);
    process.exit(2);
  }
}

/** With `--growth` and without `--only`, growth is all that is measured. */
function partsOf(only: string | undefined, growth: boolean): readonly Part[] {
  if (only === undefined) return growth ? [] : PARTS;
  const asked = only.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`--only knows ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  return PARTS.filter((part) => asked.includes(part));
}

function sizesOf(growth: string | undefined): readonly number[] {
  if (growth === undefined) return [];
  const sizes = growth.split(',').map((size) => size.trim());
  if (sizes.some((size) => !/^[1-9]\d{2,7}$/.test(size)))
    throw new Error('--growth must be numbers of documents, as 10000,100000');
  return sizes.map(Number);
}
