/**
 * `npm run bench:relevance -- <BEIR folder> [--engine embedded|meilisearch] [--json FILE] [--run FILE]`: how
 * well the real search ranks a judged collection. See docs/benchmarks.md.
 */
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arena } from '../support/arena.ts';
import { chosenEngine } from '../support/options.ts';
import { conditionsLine, print, progress, rounded, say, table, writeJson } from '../support/output.ts';
import { latency } from '../support/statistics.ts';
import { BeirCollection, type BeirQuery } from './beir.ts';
import { load, type LoadedCollection } from './loaded-collection.ts';
import { means, measured, relevantIn, type Measures } from './measures.ts';
import { writeRun, type RankedDocument } from './run-file.ts';

const SEARCH = `query($query: String!) {
  search(query: $query, first: 100) { edges { node { score document { id } } } } }`;
/** Searched before anything is measured, so that the figures are those of a server that has been up. */
const WARM_UP = 20;
/** What the API takes, in characters. */
const LONGEST_QUERY = 5_000;

interface SearchedCollection {
  measures: Measures;
  queries: number;
  durations: number[];
  rankings: Map<string, RankedDocument[]>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string' }, json: { type: 'string' }, run: { type: 'string' } },
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  say(
    'usage: npm run bench:relevance -- <BEIR folder> [--engine embedded|meilisearch] [--json FILE] [--run FILE]',
  );
  process.exit(2);
}
const collection = new BeirCollection(resolve(folder));
const arena = await Arena.open(chosenEngine(values.engine));
try {
  const loaded = await load(arena, collection);
  const searched = await searchAll(loaded, await collection.queries());
  report(loaded, searched);
} finally {
  await arena.close();
}

/** One query after another. */
async function searchAll(loaded: LoadedCollection, all: readonly BeirQuery[]): Promise<SearchedCollection> {
  const queries = all.filter(({ judgements }) => relevantIn(judgements) > 0);
  if (queries.length === 0) throw new Error('no query of the collection has a relevant document');
  const { api } = loaded;
  for (const { text } of queries.slice(0, WARM_UP)) await api.ask(SEARCH, { query: asked(text) });
  const rankings = new Map<string, RankedDocument[]>();
  const durations: number[] = [];
  const measures: Measures[] = [];
  const tell = progress('searched', queries.length);
  for (const { id, text, judgements } of queries) {
    const { data, milliseconds } = await api.timed(SEARCH, { query: asked(text) });
    const ranking = rankingOf(data.search.edges, loaded.ids, id);
    durations.push(milliseconds);
    rankings.set(id, ranking);
    measures.push(
      measured(
        ranking.map((document) => document.id),
        judgements,
      ),
    );
    tell(measures.length);
  }
  return { measures: means(measures), queries: queries.length, durations, rankings };
}

/** The hits by the collection's ids. Where queries are documents too, a query does not find itself. */
function rankingOf(
  edges: readonly { node: { score: number; document: { id: string } } }[],
  ids: ReadonlyMap<string, string>,
  query: string,
): RankedDocument[] {
  return edges
    .map(({ node }) => ({ id: ids.get(node.document.id) ?? '', score: node.score }))
    .filter(({ id }) => id !== query);
}

function asked(text: string): string {
  return [...text].slice(0, LONGEST_QUERY).join('');
}

function report(loaded: LoadedCollection, searched: SearchedCollection): void {
  const { measures, queries, durations, rankings } = searched;
  const { p50, p95 } = latency(durations);
  const name = basename(resolve(folder!));
  const results = {
    ...{
      collection: name,
      engine: arena.engine,
      documents: loaded.imported,
      leftOutWithoutText: loaded.empty,
      queries,
    },
    ...{ ndcgAt10: rounded(measures.ndcgAt10, 4), mrrAt10: rounded(measures.mrrAt10, 4) },
    recallAt100: rounded(measures.recallAt100, 4),
    ...{ millisecondsP50: rounded(p50), millisecondsP95: rounded(p95) },
    ...{ importSeconds: rounded(loaded.importSeconds), indexSeconds: rounded(loaded.indexSeconds) },
  };
  print(conditionsLine());
  print(table([['measure', name], ...Object.entries(results).slice(1)]));
  writeJson(values.json, results);
  if (values.run !== undefined) writeRun(values.run, rankings, `precedent-${arena.engine}`);
}
