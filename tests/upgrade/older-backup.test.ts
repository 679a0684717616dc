import { BackupModule, BackupsService, checkBackup, RestorationService } from '#backup';
import { readSettings } from '#config';
import { applicationDatabase, migrate, MIGRATION_NAMES } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withServicesOn } from '../../apps/cli/services.ts';
import { rowsOf } from '../unit/support/database.ts';
import { FIRST_MIGRATIONS, migrateOnly } from './migrating.ts';

const FIXTURE = readFileSync(join(import.meta.dirname, 'first-rows.sql'), 'utf8');
/** The newest are left out: this is what an older version would have. */
const OLDER = MIGRATION_NAMES.slice(0, MIGRATION_NAMES.indexOf('OperatorsAndErasure1764600000000'));

const folder = mkdtempSync(join(tmpdir(), 'precedent-older-'));
const path = join(folder, 'older');
let [older, target]: TestDatabase[] = [];

/** As with a PostgreSQL of somebody else's: the owner of the database may make roles, and nothing more. */
async function ownedBySomebody(database: TestDatabase): Promise<TestDatabase> {
  const { url } = database;
  const [owned, role] = [new URL(url), `owner_${randomUUID().slice(0, 8)}`];
  await rowsOf(url, `CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD 'of-somebody'`);
  await rowsOf(url, `ALTER DATABASE ${owned.pathname.slice(1)} OWNER TO ${role}`);
  [owned.username, owned.password] = [role, 'of-somebody'];
  const dropAll = async (): Promise<void> => {
    await database.drop();
    await rowsOf(older!.url, `DROP ROLE IF EXISTS ${role}_app, ${role}`);
  };
  return { url: owned.toString(), drop: dropAll };
}

beforeAll(async () => {
  older = await createTestDatabase({ empty: true });
  target = await ownedBySomebody(await createTestDatabase({ empty: true }));
  await migrateOnly(older.url, FIRST_MIGRATIONS);
  await rowsOf(older.url, FIXTURE);
  await migrateOnly(older.url, OLDER);
});
afterAll(async () => {
  await target!.drop();
  await older!.drop();
  rmSync(folder, { recursive: true, force: true });
});

it('a backup of an older version is made without migrating it, and restored and then migrated', async () => {
  const settings = readSettings({ PRECEDENT_DATA_DIR: folder });
  const made = await withServicesOn(
    { url: older!.url, settings },
    (services) =>
      services.get(BackupsService).make({ url: older!.url, path, signal: new AbortController().signal }),
    { beside: [BackupModule] },
  );
  expect(made).toMatchObject({ documents: 17, attachments: 0, leftOut: [] });
  const done = 'SELECT name FROM migrations ORDER BY id';
  expect(await rowsOf(older!.url, done)).toEqual(OLDER.map((name) => ({ name })));

  const checked = await checkBackup(path);
  expect(checked.header.migrations).toEqual(OLDER);
  const restored = await withServicesOn(
    { url: target!.url, settings },
    (services) => services.get(RestorationService).restore(path, checked),
    { beside: [BackupModule] },
  );
  expect(restored.migrated).toEqual(MIGRATION_NAMES.slice(OLDER.length));
  expect(await rowsOf(target!.url, done)).toEqual(MIGRATION_NAMES.map((name) => ({ name })));
  const people = 'SELECT id, email, name, kind FROM users ORDER BY id';
  expect(await rowsOf(target!.url, people)).toEqual(await rowsOf(older!.url, people));
  const versions = 'SELECT * FROM document_versions ORDER BY document_id, number';
  expect(await rowsOf(target!.url, versions)).toEqual(await rowsOf(older!.url, versions));
  await migrate(target!.url);
  expect(await applicationDatabase(target!.url)).toMatchObject({ unguarded: null });
  // A table that is newer than the backup.
  expect(await rowsOf(target!.url, 'SELECT * FROM break_glass_accesses')).toEqual([]);
});
