import pg from 'pg';
import { AccountData } from '#identity';
import { DataSource } from 'typeorm';
import { TestApp } from '../support/test-app.ts';

/** How columns that hold ids of people are named; a foreign key is no condition. */
const PEOPLE = /(^|_)(user|person|actor|author|reviewer|operator|owner_user)_ids?$|_by(_id)?$/;

/** Columns with such a name that hold ids of something else. */
const NOT_PEOPLE: Readonly<Record<string, string>> = {
  'documents.co_author_ids': 'memberships',
  'documents.superseded_by_id': 'a document',
  'partner_names.proposed_by_id': 'an institution',
  'partners.added_by_id': 'an institution',
};

let app: TestApp;
let data: AccountData;
let source: DataSource;

let owner: pg.Client;

beforeAll(async () => {
  app = await TestApp.start();
  data = app.app.get(AccountData);
  source = app.app.get(DataSource);
  owner = new pg.Client(app.databaseUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await app.stop();
});

const claimed = (): string[] => data.parts.flatMap(({ columns }) => Object.keys(columns));

async function columns(): Promise<string[]> {
  // Of a new table the application's own role would not be told.
  const { rows } = await owner.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND udt_name IN ('uuid', '_uuid')`,
  );
  return rows.map(({ name }) => name);
}

it('every column that refers to people belongs to a part of the account data', async () => {
  await data.requireComplete(source.manager);
  const named = (await columns()).filter((name) => PEOPLE.test(name.split('.')[1]!) && !NOT_PEOPLE[name]);
  const known = new Set(claimed());
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

it('no part claims what is not there, or what another one has', async () => {
  const there = new Set(await columns());
  expect(claimed().filter((name) => !there.has(name))).toEqual([]);
  expect(new Set(claimed()).size).toBe(claimed().length);
  expect(Object.keys(NOT_PEOPLE).filter((name) => !there.has(name))).toEqual([]);
});

it('a part that deletes has a way to', () => {
  for (const { name, columns: fates, erase } of data.parts)
    if (Object.values(fates).includes('deleted')) expect([name, typeof erase]).toEqual([name, 'function']);
});

it('a new table that refers to accounts would be seen, and nobody is erased by half meanwhile', async () => {
  await owner.query('CREATE TABLE strays (who uuid REFERENCES users(id), seen_by uuid)');
  await expect(data.requireComplete(source.manager)).rejects.toThrow('strays.who');
  expect((await columns()).filter((name) => PEOPLE.test(name.split('.')[1]!))).toContain('strays.seen_by');
  await owner.query('DROP TABLE strays');
});
