import { parseArgs } from 'node:util';
import { say } from '../support/output.ts';

/** Everything that can be measured, in the order in which it is. */
export const PARTS = ['list', 'single', 'create'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  /** A data directory to use again and to keep. */
  data: string | undefined;
  parts: readonly Part[];
  /** Shorter runs: to see whether it works, not how fast. */
  quick: boolean;
  /** Whether peers are measured as well. */
  peers: boolean;
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
        out: { type: 'string' },
      },
    });
    const { data, only, quick, out } = values;
    return { data, quick, out, peers: !values['no-peers'], parts: partsOf(only) };
  } catch (error) {
    say((error as Error).message);
    process.exit(2);
  }
}

function partsOf(only: string | undefined): readonly Part[] {
  if (only === undefined) return PARTS;
  const asked = only.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`--only knows ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  return PARTS.filter((part) => asked.includes(part));
}
