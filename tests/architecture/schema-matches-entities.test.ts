import { DataSource } from 'typeorm';
import { TestApp } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

let app: TestApp;
let source: DataSource;

beforeAll(async () => {
  app = await TestApp.start();
  source = app.app.get(DataSource);
});
afterAll(() => app.stop());

/** What TypeORM would do to make the database what the entities say. */
async function differences(): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

it('after all migrations every table, column, index and constraint is as its entity says', async () => {
  expect(await differences()).toEqual([]);
});

it('every table has an entity, but for the list of migrations', async () => {
  const rows = await source.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY name`,
  );
  const known = new Set(source.entityMetadatas.map(({ tableName }) => tableName));
  expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual(['migrations']);
});

it('a difference would be seen', async () => {
  const change = 'ALTER TABLE users ALTER COLUMN name DROP NOT NULL, ADD COLUMN stray text';
  await rowsOf(app.databaseUrl, change);
  await rowsOf(app.databaseUrl, 'DROP INDEX memberships_institution');
  expect(await differences()).toHaveLength(3);
});
