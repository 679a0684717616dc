import { conditionsLine, print, rounded, table } from '../support/output.ts';
import { GROWTH_TARGET, type GrowthSize } from './growth/growth.ts';
import { IMPORT_TARGETS, type ImportFigures } from './importing.ts';
import type { Operation } from './operations/operation.ts';
import type { OperationFigures } from './ratios.ts';
import type { BenchResults } from './results.ts';
import type { Spread } from './spread.ts';
import { START_TARGETS, type StartFigures } from './starting.ts';

/** Prints a table for everything that was measured. */
export function report(results: BenchResults, known: readonly Operation[]): void {
  const { documents, clients, pool, pace, operations } = results;
  print(conditionsLine());
  if (documents > 0) print(`${documents} documents; ${clients} clients, pools of ${pool} connections`);
  print(`medians of ${pace.runs} runs of ${pace.seconds} s; milliseconds\n`);
  for (const operation of known) {
    const figures = operations[operation.name];
    if (figures) printOperation(operation, figures);
  }
  if (results.import) printImport(results.import);
  if (results.start) printStart(results.start);
  if (results.growth) printGrowth(results.growth);
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
  const { target, overPeer } = operation;
  const own = figures.precedent!;
  print(`target: ${target} of the floor: ${word(own.ratio.median >= target)}`);
  const peer = overPeer && figures[overPeer.peer];
  if (peer) {
    const times = own.perSecond.median / peer.perSecond.median;
    const wanted = `more than ${overPeer.times} times ${overPeer.peer}`;
    print(`target: ${wanted}: ${word(times > overPeer.times)}, ${times.toFixed(1)} times`);
  }
  print();
}

function printImport({ records, perSecond, indexSeconds }: ImportFigures): void {
  print(
    table([
      [`import of ${records}`, 'median', 'from–to', 'target'],
      [
        'records/s',
        Math.round(perSecond.median),
        range(perSecond, 0),
        `at least ${IMPORT_TARGETS.perSecond}`,
      ],
      [
        'seconds until indexed',
        rounded(indexSeconds.median),
        range(indexSeconds),
        `at most ${IMPORT_TARGETS.indexSeconds}`,
      ],
    ]),
  );
  print();
}

function printStart({ npmStart, serve, memoryMb }: StartFigures): void {
  const seconds = `at most ${START_TARGETS.seconds}`;
  const rows: (string | number)[][] = [
    ['start', 'median', 'from–to', 'target'],
    ['npm start, seconds', rounded(npmStart.median, 2), range(npmStart), seconds],
    ['serve, seconds', rounded(serve.median, 2), range(serve), ''],
  ];
  if (memoryMb) {
    const most = `at most ${START_TARGETS.memoryMb}`;
    rows.push(['idle, MB without PostgreSQL', memoryMb.median, range(memoryMb, 0), most]);
  }
  print(table(rows));
  print();
}

function printGrowth(sizes: readonly GrowthSize[]): void {
  const [first, last] = [sizes[0]!, sizes.at(-1)!];
  const head = ['growth: p95', ...sizes.map(({ documents }) => `${documents}`), 'factor', 'may read'];
  const rows = first.latencies.map(({ operation, share }, place) => {
    const all = sizes.map(({ latencies }) => latencies[place]!);
    const factor = all.at(-1)!.p95.median / all[0]!.p95.median;
    const readable = all.map((one) => one.readable).join(', ');
    return [
      `${operation}, ${share}`,
      ...all.map(({ p95 }) => rounded(p95.median, 2)),
      rounded(factor, 2),
      readable,
    ];
  });
  print(table([head, ...rows]));
  print(`target: from the first size to the last less than ${GROWTH_TARGET} times`);
  print();
  for (const name of Object.keys(first.changes)) {
    const rowsOf = ({ changes }: GrowthSize): string => JSON.stringify(changes[name]);
    const same =
      rowsOf(first) === rowsOf(last) ? 'the same at every size' : `and ${rowsOf(last)} at the last`;
    print(`rows written by ${name}: ${rowsOf(first)}, ${same}`);
  }
  print();
  for (const { documents, plans } of sizes) {
    for (const [name, statements] of Object.entries(plans)) {
      const all = statements.map(({ milliseconds, plan }) => `${rounded(milliseconds, 2)} ms (${plan[0]})`);
      print(`${documents} documents, ${name}: ${all.join('; ')}`);
    }
  }
  print('the whole plans are in the file of --out\n');
}

function range({ min, max }: Spread, digits = 2): string {
  return `${min.toFixed(digits)}–${max.toFixed(digits)}`;
}

function word(reached: boolean): string {
  return reached ? 'reached' : 'missed';
}
