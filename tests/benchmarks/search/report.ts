import { conditionsLine, print, rounded, table } from '../support/output.ts';
import type { Latency } from '../support/statistics.ts';
import type { LayerFigures } from './bare-engine.ts';
import type { EventLoopFigures } from './event-loop.ts';
import type { BuildFigures } from './indexing.ts';
import { QUERY_KINDS } from './queries.ts';
import type { SearchFigures } from './searching.ts';

export interface SearchResults {
  engine: string;
  documents: number;
  institutions: number;
  build: BuildFigures | null;
  oneCaller: SearchFigures;
  fourCallers: SearchFigures;
  serverMemoryMb: number | null;
  layer: LayerFigures;
  eventLoop: EventLoopFigures;
  suggest: Latency | null;
  publishToSearchable: Latency;
  rebuild: BuildFigures | null;
}

/** What the figures are held against, in milliseconds. */
const TARGETS = { oneCaller: 60, fourCallers: 150, layer: 5, eventLoop: 20, suggest: 30, publish: 1_000 };

export function report(results: SearchResults): void {
  const { engine, documents, institutions } = results;
  print(conditionsLine());
  print(`engine ${engine}, ${documents} synthetic documents, ${institutions} institutions; milliseconds\n`);
  print(table(searchRows(results)));
  print();
  print(table(otherRows(results)));
  print();
  if (results.serverMemoryMb !== null) {
    print(
      `the server's memory at its peak, before the index was built again: ${results.serverMemoryMb} MB\n`,
    );
  }
  const builds = buildRows(results);
  if (builds.length > 1) print(table(builds));
}

function searchRows({ oneCaller, fourCallers }: SearchResults): (string | number)[][] {
  const head = ['search', 'found', 'one: p50', 'p95', 'max', 'four: p50', 'p95', 'max'];
  const rows = [...QUERY_KINDS, 'all' as const].map((kind) => {
    const [one, four] = [oneCaller[kind], fourCallers[kind]];
    return [kind, one.total, ...figuresOf(one), ...figuresOf(four)];
  });
  return [head, ...rows, ['target', '', '', TARGETS.oneCaller, '', '', TARGETS.fourCallers, '']];
}

function otherRows(results: SearchResults): (string | number)[][] {
  const { layer, eventLoop, suggest, publishToSearchable: publish } = results;
  const missing = '–';
  return [
    ['', 'p50', 'p95', 'max', 'target'],
    ['the bare engine', rounded(layer.engine), missing, missing, missing],
    ['the same through GraphQL', rounded(layer.graphql), missing, missing, missing],
    ['what GraphQL adds', rounded(layer.difference), missing, missing, `p50 ${TARGETS.layer}`],
    ['in a single pass', layer.passes.map(rounded).join(' to '), missing, missing, missing],
    ['{ __typename }, idle', ...figuresOf(eventLoop.idle), missing],
    ['{ __typename }, while searching', ...figuresOf(eventLoop.searching), `p95 ${TARGETS.eventLoop}`],
    ...(suggest ? [['suggest', ...figuresOf(suggest), `p95 ${TARGETS.suggest}`]] : []),
    ['published until found', ...figuresOf(publish), `max ${TARGETS.publish}`],
  ];
}

function buildRows({ build, rebuild }: SearchResults): (string | number)[][] {
  const rows = [
    ['first build', build],
    ['reindex', rebuild],
  ] as const;
  const head = ['index', 'seconds', 'documents/s', 'peak MB', 'MB on disk'];
  const given = rows.flatMap(([name, one]) => (one ? [[name, ...buildFigures(one)]] : []));
  return [head, ...given];
}

function buildFigures(one: BuildFigures): (string | number)[] {
  const { seconds, documentsPerSecond, peakMemoryMb, meilisearchMemoryMb, indexMb } = one;
  const memory = [peakMemoryMb, meilisearchMemoryMb].filter((megabytes) => megabytes !== null);
  return [rounded(seconds), Math.round(documentsPerSecond), memory.join(' + ') || '–', indexMb ?? '–'];
}

function figuresOf({ p50, p95, max }: Latency): number[] {
  return [rounded(p50), rounded(p95), rounded(max)];
}
