import { median } from '../support/statistics.ts';
import type { Run } from './load/load.ts';
import type { Runs } from './measuring.ts';
import { spreadOf, type Spread } from './spread.ts';

/** What the runs of one side come to. */
export interface SideFigures {
  perSecond: Spread;
  p50: Spread;
  p95: Spread;
  processorMs: number | null;
  /** Answers in a second by those of the floor in the run of the same turn. */
  ratio: Spread;
  runs: readonly Run[];
}

export type OperationFigures = Record<string, SideFigures>;

/** The figures of every side; `floor` is one of them. */
export function figuresOf(runs: Runs): OperationFigures {
  const floor = runs.floor!;
  return Object.fromEntries(
    Object.entries(runs).map(([name, own]) => [
      name,
      {
        perSecond: spreadOf(own.map((run) => run.perSecond)),
        p50: spreadOf(own.map((run) => run.p50)),
        p95: spreadOf(own.map((run) => run.p95)),
        processorMs: processorMs(own),
        ratio: spreadOf(own.map((run, turn) => run.perSecond / floor[turn]!.perSecond)),
        runs: own,
      },
    ]),
  );
}

function processorMs(runs: readonly Run[]): number | null {
  const known = runs.map((run) => run.processorMs).filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
