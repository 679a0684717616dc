import { conditionsLine, print, rounded, table } from '../support/output.ts';
import type { Operation } from './operations/operation.ts';
import type { Pace } from './measuring.ts';
import type { OperationFigures, Spread } from './ratios.ts';

export interface LaneResults {
  documents: number;
  institutions: number;
  clients: number;
  /** Connections to the database, of every side. */
  pool: number;
  pace: Pace;
  operations: Record<string, OperationFigures>;
}

/** Prints a table for every operation that was measured. */
export function report(results: LaneResults, known: readonly Operation[]): void {
  const { documents, institutions, clients, pool, pace, operations } = results;
  print(conditionsLine());
  print(
    `${documents} documents, ${institutions} institutions; ${clients} clients, pools of ${pool} connections`,
  );
  print(`medians of ${pace.runs} runs of ${pace.seconds} s; milliseconds\n`);
  for (const operation of known) {
    const figures = operations[operation.name];
    if (figures) printOperation(operation, figures);
  }
}

function printOperation(operation: Operation, figures: OperationFigures): void {
  const head = [operation.name, 'per second', 'p50', 'p95', 'CPU', 'ratio', 'from–to'];
  const rows = Object.entries(figures).map(([name, side]) => [
    name,
    Math.round(side.perSecond.median),
    rounded(side.p50.median, 2),
    rounded(side.p95.median, 2),
    side.processorMs === null ? '–' : rounded(side.processorMs, 2),
    ...(name === 'floor' ? ['1', ''] : [rounded(side.ratio.median, 2), range(side.ratio)]),
  ]);
  print(operation.title);
  print(table([head, ...rows]));
  for (const line of verdicts(operation, figures)) print(line);
  print();
}

function range({ min, max }: Spread): string {
  return `${min.toFixed(2)}–${max.toFixed(2)}`;
}

function verdicts({ target, overPeer }: Operation, figures: OperationFigures): string[] {
  const own = figures.precedent!;
  const lines = [`target: ${target} of the floor: ${word(own.ratio.median >= target)}`];
  const peer = overPeer && figures[overPeer.peer];
  if (peer) {
    const times = own.perSecond.median / peer.perSecond.median;
    lines.push(
      `target: more than ${overPeer.times} times ${overPeer.peer}: ${word(times > overPeer.times)}, ${times.toFixed(1)} times`,
    );
  }
  return lines;
}

function word(reached: boolean): string {
  return reached ? 'reached' : 'missed';
}
