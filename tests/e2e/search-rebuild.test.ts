import { IndexCheck, Indexer, IndexRebuild } from '#search';
import { Meilisearch } from 'meilisearch';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { seedSynthetic } from '../../apps/cli/synthetic/seed-synthetic.ts';
import { hasBinary, NOT_RUN, startOwnServer, type OwnServer } from '../search/meilisearch/server.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const PUBLIC = { level: 'PUBLIC' };
const NONE = { missing: [], outdated: [], altered: [], surplus: [] };
const DOCUMENTS = 600;

describe('embedded', () => describeRebuilding('embedded'));
if (hasBinary) describe('meilisearch', () => describeRebuilding('meilisearch'));
else test.skip(`rebuilding with Meilisearch ${NOT_RUN}`, () => undefined);

function describeRebuilding(name: 'embedded' | 'meilisearch'): void {
  let server: OwnServer | null = null;
  let app: TestApp;
  let publisher: Publisher;
  let pool: pg.Pool;
  beforeAll(async () => {
    if (name === 'meilisearch') server = await startOwnServer();
    app = await TestApp.start(server ? { MEILI_URL: server.url } : {});
    pool = new pg.Pool({ connectionString: app.databaseUrl });
    const connection = { url: app.databaseUrl, settings: app.settings };
    await seedSynthetic(connection, { documents: DOCUMENTS, institutions: 5, seed: 3 });
    publisher = await Publisher.of(app);
    await app.index();
    app.app.get(Indexer).start();
  });
  afterAll(async () => {
    await app?.app.get(Indexer).stop();
    await pool?.end();
    await app?.stop();
    await server?.stop();
  });

  const engine = () => app.app.get(IndexCheck).checked[0]!;
  const check = () => app.app.get(IndexCheck);
  const rebuild = () => app.app.get(IndexRebuild).run(engine());
  const publish = (word: string): Promise<string> =>
    publisher.publish({ title: `About ${word}`, sharing: PUBLIC });
  const withdraw = (id: string): Promise<unknown> =>
    mutate(
      publisher.publisher.client,
      'mutation($id: ID!) { documentWithdraw(id: $id, reason: "x") { document { id } userErrors { code } } }',
      { id },
    );
  const search = async (query: string): Promise<{ engine: string; total: number; ids: string[] }> => {
    const { search: found } = await app.anonymous.ask(
      'query($query: String!) { search(query: $query, first: 100) { engine total edges { node { document { id } } } } }',
      { query },
    );
    return { ...found, ids: found.edges.map((edge: any) => edge.node.document.id) };
  };
  const caughtUp = async (): Promise<void> => {
    while ((await check().pending(engine())) > 0) await sleep(50);
  };
  const registered = async (): Promise<number> => {
    const { rows } = await pool.query(`SELECT 1 FROM search_indexes WHERE engine = $1`, [name]);
    return rows.length;
  };

  test('while it is rebuilt, everything is found at every moment, and changes end up in the new index', async () => {
    const kept = await publish('steadyword');
    const doomed = await Promise.all(Array.from({ length: 6 }, () => publish('doomedword')));
    await caughtUp();
    const before = await engine().generation();
    let rebuilding = true;
    const rebuilt = rebuild().finally(() => (rebuilding = false));
    const added: string[] = [];
    const watching = (async () => {
      for (let looks = 0; ; looks += 1) {
        const found = await search('steadyword');
        expect(found).toMatchObject({ engine: name, ids: [kept], total: 1 });
        if (!rebuilding) return looks;
      }
    })();
    for (const id of doomed) {
      await withdraw(id);
      expect((await search('doomedword')).ids).not.toContain(id);
      added.push(await publish('addedword'));
    }
    expect((await rebuilt).failing).toBe(0);
    expect(await watching).toBeGreaterThan(1);
    expect(await engine().generation()).not.toBe(before);
    await caughtUp();
    expect((await search('doomedword')).total).toBe(0);
    expect((await search('addedword')).ids.toSorted()).toEqual(added.toSorted());
    expect(await check().compare(engine())).toEqual(NONE);
    expect(await registered()).toBe(1);
  });

  test('twice at a time is refused; one after another is not', async () => {
    const outcomes = await Promise.allSettled([rebuild(), rebuild()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await rebuild();
    await caughtUp();
    expect(await check().compare(engine())).toEqual(NONE);
  });

  test('what an interrupted one has left goes with the next', async () => {
    const generation = await engine().generation();
    await engine().rebuild();
    await pool.query(
      `INSERT INTO search_indexes (generation, engine, adopted_at, seen_at, replaces) VALUES ('left', $1, now(), now(), $2)`,
      [name, generation],
    );
    const id = await publish('afterwardsq');
    await rebuild();
    await caughtUp();
    expect((await search('afterwardsq')).ids).toEqual([id]);
    expect(await registered()).toBe(1);
    const { rows } = await pool.query(`SELECT 1 FROM search_outbox WHERE generation = 'left'`);
    expect(rows).toEqual([]);
    if (server) {
      const { results } = await new Meilisearch({ host: server.url }).getRawIndexes();
      expect(results.map(({ uid }) => uid).toSorted()).toEqual(['precedentdocuments', 'precedentmeta']);
    }
  });

  test('an audience that was tampered with in the index is found, and mended', async () => {
    const id = await publisher.publish({ title: 'About secretword', sharing: { level: 'INSTITUTION' } });
    await caughtUp();
    expect((await search('secretword')).total).toBe(0);
    await (server ? tamperOnServer(server, id) : tamperInFile(app.settings.dataDirectory, id));
    const differences = await check().compare(engine());
    expect(differences).toEqual({ ...NONE, altered: [id] });
    await check().repair(engine(), differences);
    await caughtUp();
    expect(await check().compare(engine())).toEqual(NONE);
  });

  test('what is missing, outdated or surplus is found, and mended', async () => {
    const [missing, outdated] = [await publish('one'), await publish('two')];
    await caughtUp();
    await app.app.get(Indexer).stop();
    await engine().remove([missing]);
    await pool.query('UPDATE documents SET revision = revision - 1 WHERE id = $1', [outdated]);
    const surplus = '11111111-1111-4111-8111-111111111111';
    const [any] = await surplusDocuments(surplus);
    await engine().upsert([any!]);
    const differences = await check().compare(engine());
    expect(differences).toEqual({ ...NONE, missing: [missing], outdated: [outdated], surplus: [surplus] });
    await check().repair(engine(), differences);
    app.app.get(Indexer).start();
    await caughtUp();
    expect(await check().compare(engine())).toEqual(NONE);
  });
}

async function surplusDocuments(id: string) {
  const { indexedDocument } = await import('../search/indexed-document.ts');
  return [indexedDocument({ id, title: 'Not in the database' })];
}

async function tamperOnServer(server: OwnServer, id: string): Promise<void> {
  const index = new Meilisearch({ host: server.url }).index('precedentdocuments');
  const task = await index.updateDocuments([{ key: id, level: '_p_u_b_l_i_c' }]).waitTask();
  expect(task.status).toBe('succeeded');
}

async function tamperInFile(dataDirectory: string, id: string): Promise<void> {
  const folder = join(dataDirectory, 'search');
  const current = readFileSync(join(folder, 'current'), 'utf8').trim();
  expect(readdirSync(folder)).toContain(current);
  const database = new DatabaseSync(join(folder, current));
  const { changes } = database
    .prepare(`UPDATE documents SET facts = replace(facts, '"INSTITUTION"', '"PUBLIC"') WHERE id = ?`)
    .run(JSON.stringify(id));
  database.close();
  expect(Number(changes)).toBe(1);
}
