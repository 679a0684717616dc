import { Indexer } from '#search';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

let app: TestApp;
let pool: pg.Pool;
let publisher: Publisher;
beforeAll(async () => {
  app = await TestApp.start();
  pool = new pg.Pool({ connectionString: app.databaseUrl });
  publisher = await Publisher.of(app);
});
afterAll(async () => {
  await pool?.end();
  await app?.stop();
});

const publish = () => publisher.publish({ title: 'Lasers', sharing: { level: 'PUBLIC' } });
const register = (generation: string, age: string, replaces: string | null = null) =>
  pool.query(
    `INSERT INTO search_indexes (generation, engine, adopted_at, seen_at, replaces)
     VALUES ($1, 'embedded', now(), now() - $2::interval, $3)`,
    [generation, age, replaces],
  );
const queued = async (): Promise<Record<string, number>> => {
  const { rows } = await pool.query(
    'SELECT generation, count(*)::int AS count FROM search_outbox GROUP BY generation',
  );
  return Object.fromEntries(rows.map((row) => [row.generation, row.count]));
};
const total = async (): Promise<number> =>
  (await app.anonymous.ask('{ search(query: "lasers") { total } }')).search.total;

test('a change is queued for every registered index, and each is worked by itself', async () => {
  await register('elsewhere', '1 hour');
  await publish();
  await app.index();
  expect(await queued()).toEqual({ elsewhere: 1 });
  expect(await total()).toBe(1);
});

test('an index that nobody has had open for a day is forgotten, and an abandoned fresh one after minutes', async () => {
  await register('old', '25 hours');
  await register('abandoned', '6 minutes', 'elsewhere');
  await publish();
  expect(Object.keys(await queued()).toSorted()).toEqual(
    expect.arrayContaining(['abandoned', 'elsewhere', 'old']),
  );
  app.app.get(Indexer).start();
  while (Object.keys(await queued()).length > 1) await sleep(50);
  await app.app.get(Indexer).stop();
  expect(await queued()).toEqual({ elsewhere: 2 });
  const { rows } = await pool.query(`SELECT generation FROM search_indexes WHERE generation = ANY($1)`, [
    ['old', 'abandoned', 'elsewhere'],
  ]);
  expect(rows).toEqual([{ generation: 'elsewhere' }]);
});

test('an index that was forgotten is not searched, and is filled anew when it comes back', async () => {
  await pool.query(`DELETE FROM search_indexes WHERE generation <> 'elsewhere'`);
  expect(await total()).toBe(0);
  // Changed while nobody queued anything for it.
  await pool.query(
    `UPDATE documents SET state = 'WITHDRAWN' WHERE id = (SELECT min(id::text)::uuid FROM documents)`,
  );
  await app.index();
  expect(await total()).toBe(1);
});

test('what is published while an index is being registered is not missed', async () => {
  for (let round = 0; round < 5; round += 1) {
    await pool.query(`DELETE FROM search_indexes WHERE generation <> 'elsewhere'`);
    const before = await total().then(() => pool.query(`SELECT 1 FROM documents WHERE state = 'PUBLISHED'`));
    const publishing = Promise.all(Array.from({ length: 4 }, publish));
    await sleep(round * 15);
    await app.index();
    await publishing;
    await app.index();
    expect(await total()).toBe(before.rows.length + 4);
  }
});

test('what is published while the worker runs becomes searchable by itself', async () => {
  app.app.get(Indexer).start();
  for (let round = 0; round < 5; round += 1) {
    const before = await total();
    await publish();
    while ((await total()) === before) await sleep(10);
  }
  await app.app.get(Indexer).stop();
});
