/**
 * `npm run bench:search [-- --documents 100000 --institutions 200 --engine embedded|meilisearch --data DIR
 * --json FILE --no-reindex]`: how fast search is over a synthetic repository. See docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import type { Api } from '../support/api.ts';
import { Arena, type Served } from '../support/arena.ts';
import { chosenCount, chosenEngine } from '../support/options.ts';
import { say, writeJson } from '../support/output.ts';
import { peakMemory } from '../support/processes.ts';
import { layer } from './bare-engine.ts';
import { sampled } from './corpus.ts';
import { eventLoop } from './event-loop.ts';
import { rebuild, serveIndexed, type BuildFigures } from './indexing.ts';
import { publishToSearchable } from './publishing.ts';
import { queriesOf } from './queries.ts';
import { apisOf, readers } from './readers.ts';
import { report, type SearchResults } from './report.ts';
import { figuresOf, search, SEARCH } from './searching.ts';
import { suggest } from './suggesting.ts';

const SEED = 1;
const READERS = 8;
const RUNS = 3;
/** Queries of each kind. */
const QUERIES = 30;
const WARM_UP = 6;

const { values } = parseArgs({
  options: {
    documents: { type: 'string' },
    institutions: { type: 'string' },
    engine: { type: 'string' },
    data: { type: 'string' },
    json: { type: 'string' },
    'no-reindex': { type: 'boolean', default: false },
  },
});
const documents = chosenCount('documents', values.documents, 100_000);
const institutions = chosenCount('institutions', values.institutions, 200);
/** Part of the names of everything that this seed and size make. */
const label = `s${SEED}-${institutions}`;

const arena = await Arena.open(chosenEngine(values.engine), values.data);
try {
  say(`seeding ${documents} documents`);
  await arena.home.must(
    ...['seed', 'synthetic', '--documents', String(documents)],
    ...['--institutions', String(institutions), '--seed', String(SEED)],
  );
  say('indexing');
  const { served, build } = await serveIndexed(arena);
  const results = await measure(served, build);
  report(results);
  writeJson(values.json, results);
} finally {
  await arena.close();
}

async function measure(served: Served, build: BuildFigures | null): Promise<SearchResults> {
  const corpus = await sampled(arena.database);
  const people = await readers(arena, label, READERS);
  const apis = apisOf(served.url, people);
  await search(apis, queriesOf(corpus, WARM_UP, SEED + 1), 1);
  const queries = queriesOf(corpus, QUERIES, SEED);
  const [one, four] = [[], []] as Awaited<ReturnType<typeof search>>[][];
  for (let run = 1; run <= RUNS; run++) {
    say(`searching, run ${run} of ${RUNS}`);
    one!.push(await search(apis, queries, 1));
    four!.push(await search(apis, queries, 4));
  }
  say('what GraphQL adds');
  const added = await layer(arena, apis, people, queries);
  say('the event loop, suggestions, publications');
  const loop = await eventLoop(served.url, apis, queries);
  const suggested = await suggest(apis, corpus);
  const published = await publishToSearchable(arena, served.url, label, apis[0]!);
  const serverMemoryMb = peakMemory(served.pid);
  await checkEngine(apis[0]!);
  if (!values['no-reindex']) say('reindexing');
  return {
    ...{ engine: arena.engine, documents, institutions, build },
    ...{ oneCaller: figuresOf(one!), fourCallers: figuresOf(four!), serverMemoryMb, layer: added },
    ...{ eventLoop: loop, suggest: suggested, publishToSearchable: published },
    rebuild: values['no-reindex'] ? null : await rebuild(arena),
  };
}

/** One engine stands in for another that does not answer: then these would be the wrong figures. */
async function checkEngine(api: Api): Promise<void> {
  const { search: found } = await api.ask(SEARCH, { query: '', filter: {} });
  if (found.engine !== arena.engine) throw new Error(`${found.engine} answers in place of ${arena.engine}`);
}
