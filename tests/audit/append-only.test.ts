import { applicationDatabase } from '#database';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { TestApp } from '../support/test-app.ts';
import { entry, TrailBench } from './support/trail.ts';

const TABLES = ['audit_events', 'audit_links', 'audit_checkpoints'];
const SET: Readonly<Record<string, string>> = {
  audit_events: 'at = now()',
  audit_links: 'position = position',
  audit_checkpoints: 'at = now()',
};

let app: TestApp;
let bench: TrailBench;
beforeAll(async () => {
  app = await TestApp.start();
  bench = new TrailBench(app);
  await bench.note(entry());
  await bench.seal();
  await bench.checkpoint();
});
afterAll(() => app.stop());

const refused = [
  ...TABLES.flatMap((table) => [
    `UPDATE ${table} SET ${SET[table]}`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `ALTER TABLE ${table} DISABLE TRIGGER append_only`,
    `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    `DROP TRIGGER append_only ON ${table}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table} RENAME TO aside`,
  ]),
  'ALTER TABLE audit_events DISABLE TRIGGER queue_for_sealing',
  'DROP FUNCTION refuse_change_of_trail() CASCADE',
  'CREATE OR REPLACE FUNCTION refuse_change_of_trail() RETURNS trigger LANGUAGE sql AS $$ SELECT 1 $$',
  `SET session_replication_role = 'replica'`,
  'GRANT DELETE ON audit_events TO CURRENT_USER; DELETE FROM audit_events',
  'SET ROLE precedent',
  'ALTER ROLE CURRENT_USER SUPERUSER',
  'DELETE FROM migrations',
];

test.each(refused)('the application itself is refused: %s', async (statement) => {
  await expect(app.app.get(DataSource).query(statement)).rejects.toMatchObject({
    driverError: { code: expect.stringMatching(/^(42501|42883|42P13)$/) },
  });
});

test.each(
  TABLES.flatMap((table) => [
    `UPDATE ${table} SET ${SET[table]}`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
  ]),
)('the owner of the tables, and in a session that skips triggers, is refused: %s', async (statement) => {
  await expect(bench.rows(statement)).rejects.toThrow('append-only');
  await expect(bench.rows(`SET session_replication_role = 'replica'; ${statement}`)).rejects.toThrow(
    'append-only',
  );
});

test('the application works as a role that owns nothing and may not become the owner', async () => {
  const [row] = await app.app.get(DataSource).query(
    `SELECT current_user AS name, session_user AS session, (SELECT count(*)::int FROM pg_class WHERE relowner = current_user::regrole) AS owns,
       pg_has_role('precedent', 'MEMBER') AS may FROM pg_roles WHERE rolname = current_user`,
  );
  expect(row).toEqual({ name: 'precedent_app', session: 'precedent_app', owns: 0, may: false });
});

test('where the role cannot be used the owner is, and it is said why', async () => {
  const url = new URL(app.databaseUrl);
  url.password = '';
  expect(await applicationDatabase(url.toString())).toEqual({
    url: url.toString(),
    unguarded: 'DATABASE_URL has no user or no password',
  });
  // A role with its name and another password is somebody else's.
  const owner = new pg.Client({ connectionString: app.databaseUrl });
  await owner.connect();
  try {
    await owner.query(`CREATE ROLE stranger SUPERUSER LOGIN PASSWORD 'strange'`);
    await owner.query(`CREATE ROLE stranger_app LOGIN PASSWORD 'other'`);
    const strange = new URL(app.databaseUrl);
    [strange.username, strange.password] = ['stranger', 'strange'];
    const found = await applicationDatabase(strange.toString());
    expect(found.url).toBe(strange.toString());
    expect(found.unguarded).toMatch(/stranger_app cannot be used: .*password/);
  } finally {
    await owner.query('DROP ROLE IF EXISTS stranger');
    await owner.query('DROP ROLE IF EXISTS stranger_app');
    await owner.end();
  }
});
