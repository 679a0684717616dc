/**
 * `npm run bench:sizing [-- --documents 10000 --data DIR --json FILE]`: what a repository of this size needs of
 * disk and memory, and how much one api process serves to sixteen callers. See docs/sizing.md.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Api } from './support/api.ts';
import { Arena } from './support/arena.ts';
import { chosenCount } from './support/options.ts';
import { conditionsLine, print, rounded, say, table, writeJson } from './support/output.ts';
import { peakMemory } from './support/processes.ts';
import { sampled } from './search/corpus.ts';
import { queriesOf } from './search/queries.ts';
import { apisOf, readers, withToken } from './search/readers.ts';
import { SEARCH } from './search/searching.ts';

const SEED = 1;
const INSTITUTIONS = 200;
const LABEL = `s${SEED}-${INSTITUTIONS}`;
const CALLERS = 16;
/** Of each kind of load: how long one round lasts, and how many there are, of which the best counts. */
const ROUND_MILLISECONDS = 4_000;
const ROUNDS = 3;
/** Documents that are published in one round. */
const DRAFTS = 96;
const SETTLING = 5_000;

const LIST = '{ documents(first: 20) { edges { node { id title summary kind publishedAt } } } }';
const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id } userErrors { message } } }`;
const PUBLISH = `mutation($id: ID!) {
  documentPublish(id: $id, expectedVersion: 1) { document { id } userErrors { message } } }`;

const { values } = parseArgs({
  options: { documents: { type: 'string' }, data: { type: 'string' }, json: { type: 'string' } },
});
const documents = chosenCount('documents', values.documents, 10_000);

const arena = await Arena.open('embedded', values.data);
try {
  say(`seeding ${documents} documents`);
  await arena.home.must(
    ...['seed', 'synthetic', '--documents', String(documents)],
    ...['--institutions', String(INSTITUTIONS), '--seed', String(SEED)],
  );
  const api = await arena.home.serve('--no-demo', '--no-worker');
  const worker = await arena.home.worker();
  say('indexing');
  await arena.untilIndexed({ url: api.url, child: api.child, pid: api.child.pid! });
  const results = await measured(api.url, api.child.pid!, worker.child.pid!);
  print(conditionsLine());
  print(table([['figure', String(documents)], ...Object.entries(results)]));
  writeJson(values.json, { documents, ...results });
} finally {
  await arena.close();
}

async function measured(url: string, api: number, worker: number): Promise<Record<string, number>> {
  await arena.database.query('ANALYZE');
  const apis = apisOf(url, await readers(arena, LABEL, CALLERS));
  await sleep(SETTLING);
  const idle = { 'api idle, MB': memory(api), 'worker idle, MB': memory(worker) };
  const queries = queriesOf(await sampled(arena.database), 30, SEED);
  say('lists');
  const lists = await best(() => load((turn) => apis[turn % apis.length]!.ask(LIST)));
  say('searches');
  const searches = await best(() =>
    load((turn) => {
      const { text: query, filter } = queries[turn % queries.length]!;
      return apis[turn % apis.length]!.ask(SEARCH, { query, filter });
    }),
  );
  say('publications');
  const publications = await best(() => publishing(url));
  return {
    ...idle,
    ...{ 'lists a second': lists, 'searches a second': searches, 'publications a second': publications },
    ...{ 'api at most, MB': peakMemory(api)!, 'worker at most, MB': peakMemory(worker)! },
    ...(await sizes()),
  };
}

/** What the process holds now, in MB. */
function memory(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Math.round(Number(kilobytes) / 1_024);
}

async function best(round: () => Promise<number>): Promise<number> {
  const rates: number[] = [];
  for (let time = 0; time < ROUNDS; time++) rates.push(await round());
  return rounded(Math.max(...rates), 0);
}

/** Answers in a second while sixteen callers ask again as soon as they are answered. */
async function load(ask: (turn: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let turn = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - started < ROUND_MILLISECONDS) await ask(turn++);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return turn / ((performance.now() - started) / 1_000);
}

/** Publications in a second, of drafts that are there already, by as many callers. */
async function publishing(url: string): Promise<number> {
  const { token } = await withToken(arena, `i1-p1@${LABEL}.example`);
  const api = new Api(url, token);
  const content = {
    title: 'Published to be counted',
    summary: 'By the benchmark of sizes.',
    body: 'A line.',
  };
  const input = { ...content, details: { guidance: {} }, sharing: { level: 'INSTITUTION' } };
  const ids: string[] = [];
  for (let number = 0; number < DRAFTS; number++) {
    const { documentCreate } = await api.ask(CREATE, { input });
    ids.push(documentCreate.document.id);
  }
  const started = performance.now();
  const caller = async (): Promise<void> => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
      const { documentPublish } = await api.ask(PUBLISH, { id });
      if (documentPublish.userErrors.length > 0) throw new Error(JSON.stringify(documentPublish.userErrors));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  api.close();
  return DRAFTS / ((performance.now() - started) / 1_000);
}

/** Megabytes on disk. */
async function sizes(): Promise<Record<string, number>> {
  const { rows } = await arena.database.query<{ database: string; trail: string; documents: string }>(
    `SELECT pg_database_size(current_database()) AS database,
       pg_total_relation_size('audit_events') + pg_total_relation_size('audit_links') AS trail,
       pg_total_relation_size('documents') + pg_total_relation_size('document_versions') AS documents`,
  );
  const megabytes = (bytes: string): number => Math.round(Number(bytes) / 2 ** 20);
  return {
    'database, MB': megabytes(rows[0]!.database),
    'of it documents and versions, MB': megabytes(rows[0]!.documents),
    'of it the trail, MB': megabytes(rows[0]!.trail),
    'search index, MB': arena.indexSize() ?? 0,
  };
}
