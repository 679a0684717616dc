import { ReadDatabase } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FacetLabels } from '../../libs/search/facet-labels.ts';
import { rowsOf } from './support/database.ts';
import { PassingTime } from './support/passing-time.ts';

// The names of institutions and partners stand in every search; who searches should seldom wait for them.

const time = new PassingTime();
let database: TestDatabase;
let reads: ReadDatabase;
let labels: FacetLabels;
let id: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  reads = new ReadDatabase(database.url, 1);
  labels = new FacetLabels(reads);
  id = randomUUID();
  await rowsOf(
    database.url,
    `INSERT INTO institutions (id, slug, name, kind, status, country, may_issue_advisories, created_at)
     VALUES ($1::uuid, $1::text, 'As it was', 'UNIVERSITY', 'ACTIVE', 'GB', false, now())`,
    [id],
  );
  expect(await shown()).toBe('As it was');
  await rowsOf(database.url, `UPDATE institutions SET name = 'As it is' WHERE id = $1`, [id]);
});
afterEach(() => reads.close());

async function shown(value = id): Promise<string> {
  const [facet] = await labels.label([{ facet: 'INSTITUTION', counts: [{ value, count: 1 }] }]);
  return facet!.counts[0]!.label;
}

/** Lets so many milliseconds go by, and what remembers the time for one of them notice. */
async function wait(milliseconds: number): Promise<void> {
  time.pass(milliseconds);
  await sleep(5);
}

test('a name of the last seconds is not asked for again', async () => {
  await wait(5_000);
  expect(await shown()).toBe('As it was');
  await sleep(50);
  expect(await shown()).toBe('As it was');
});

test('an older one is asked for behind whoever takes it', async () => {
  await wait(30_000);
  expect(await shown()).toBe('As it was');
  while ((await shown()) !== 'As it is') await sleep(5);
});

test('one of more than a minute ago is waited for', async () => {
  await wait(61_000);
  expect(await shown()).toBe('As it is');
});

test('a name that cannot be asked for behind is taken once more, and nothing is made of it', async () => {
  const lost = new ReadDatabase(database.url, 1);
  labels = new FacetLabels(lost);
  expect(await shown()).toBe('As it is');
  await lost.close();
  await wait(30_000);
  expect(await shown()).toBe('As it is');
  await sleep(50);
  expect(await shown()).toBe('As it is');
});

test('what has no name is shown by its value', async () => {
  const unknown = randomUUID();
  expect(await shown(unknown)).toBe(unknown);
});
