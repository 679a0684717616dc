import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../support/api.ts';
import type { Arena, Served } from '../support/arena.ts';
import { progress, say } from '../support/output.ts';
import type { BeirCollection } from './beir.ts';
import { writeRecords } from './records.ts';

const INSTITUTION = 'collection';
const EMAIL = 'importer@collection.example';
const POLL = 1_000;

/** A collection in a repository of its own, indexed and ready to be searched. */
export interface LoadedCollection {
  served: Served;
  api: Api;
  /** The collection's id of a document of ours. */
  ids: ReadonlyMap<string, string>;
  imported: number;
  empty: number;
  importSeconds: number;
  indexSeconds: number;
}

/** Brings a collection in as an operator would: with the importer, and then the server indexes it. */
export async function load(arena: Arena, collection: BeirCollection): Promise<LoadedCollection> {
  const file = join(arena.home.folder, 'records.jsonl');
  const { written, empty } = await writeRecords(collection.documents(), file);
  const token = await addImporter(arena);
  const importing = performance.now();
  await importAll(arena, file, written);
  const importSeconds = (performance.now() - importing) / 1_000;
  say(`${written} documents imported in ${importSeconds.toFixed(0)} s`);
  const indexing = performance.now();
  const served = await arena.serve();
  await arena.untilIndexed(served);
  const indexSeconds = (performance.now() - indexing) / 1_000;
  const api = new Api(served.url, token);
  const { search } = await api.ask('{ search(query: "", first: 1) { total engine } }');
  if (search.engine !== arena.engine) throw new Error(`${search.engine} answers in place of ${arena.engine}`);
  if (search.total !== written) throw new Error(`${search.total} of ${written} documents are to be found`);
  const ids = await externalIds(arena);
  return { served, api, ids, imported: written, empty, importSeconds, indexSeconds };
}

/** Returns an API token. */
async function addImporter({ home }: Arena): Promise<string> {
  const options = ['--slug', INSTITUTION, '--name', 'Collection', '--kind', 'UNIVERSITY', '--country', 'GB'];
  await home.must('institution', 'create', ...options);
  await home.must('user', 'create', '--email', EMAIL, '--name', 'Importer');
  await home.must(
    ...['membership', 'grant', '--email', EMAIL, '--institution', INSTITUTION, '--role', 'PUBLISHER'],
  );
  return home.must('token', 'create', '--email', EMAIL);
}

async function importAll(arena: Arena, file: string, total: number): Promise<void> {
  const tell = progress('imported', total);
  const importing = arena.home.run(
    ...['import', 'documents', file, '--institution', INSTITUTION, '--as', EMAIL],
    ...['--kind', 'GUIDANCE', '--sharing', 'PUBLIC', '--publish'],
  );
  let ended = false;
  const watched = importing.finally(() => (ended = true));
  while (!ended) {
    tell(await arena.published());
    await Promise.race([watched, sleep(POLL)]);
  }
  const { code, stdout, stderr } = await importing;
  if (code !== 0) throw new Error(`the import ended with ${code}: ${stdout}\n${stderr.slice(0, 4_000)}`);
}

async function externalIds({ database }: Arena): Promise<Map<string, string>> {
  const { rows } = await database.query<{ id: string; key: string }>(
    `SELECT document_id AS id, substr(record_key, 4) AS key FROM document_imports WHERE record_key LIKE 'id:%'`,
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}
