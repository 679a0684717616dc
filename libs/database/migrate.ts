import { DataSource, Migration, MigrationExecutor, type QueryRunner } from 'typeorm';
import { prepareApplicationRole } from './application-role.ts';
import type { ReadDatabase } from './read-database.ts';
import { InstitutionsAndPeople1763700000000 } from './migrations/1763700000000-institutions-and-people.ts';
import { Documents1763700000001 } from './migrations/1763700000001-documents.ts';
import { TrailAndIndexing1763700000002 } from './migrations/1763700000002-trail-and-indexing.ts';
import { AccessRequests1763800000000 } from './migrations/1763800000000-access-requests.ts';
import { OutboxPerIndex1763900000000 } from './migrations/1763900000000-outbox-per-index.ts';
import { Partners1764000000000 } from './migrations/1764000000000-partners.ts';
import { Advisories1764200000000 } from './migrations/1764200000000-advisories.ts';
import { JointCentres1764300000000 } from './migrations/1764300000000-joint-centres.ts';
import { Notices1764350000000 } from './migrations/1764350000000-notices.ts';
import { FeedTokens1764350000001 } from './migrations/1764350000001-feed-tokens.ts';
import { Mail1764350000002 } from './migrations/1764350000002-mail.ts';
import { Webhooks1764350000003 } from './migrations/1764350000003-webhooks.ts';
import { Decisions1764350000004 } from './migrations/1764350000004-decisions.ts';
import { AuditChain1764400000000 } from './migrations/1764400000000-audit-chain.ts';
import { DocumentReadings1764400000001 } from './migrations/1764400000001-document-readings.ts';
import { SignIn1764400010000 } from './migrations/1764400010000-sign-in.ts';
import { Federation1764400010001 } from './migrations/1764400010001-federation.ts';
import { ServiceAccounts1764400010002 } from './migrations/1764400010002-service-accounts.ts';
import { Scim1764400010003 } from './migrations/1764400010003-scim.ts';
import { Attachments1764418000000 } from './migrations/1764418000000-attachments.ts';
import { OperatorsAndErasure1764600000000 } from './migrations/1764600000000-operators-and-erasure.ts';
import { BreakGlass1764600000001 } from './migrations/1764600000001-break-glass.ts';
import { IndexErrors1764719000000 } from './migrations/1764719000000-index-errors.ts';
import { ListedPublicly1764720000000 } from './migrations/1764720000000-listed-publicly.ts';

/** Every migration, oldest first. A new one is added at the end; a released one is never edited. */
const MIGRATIONS = [
  InstitutionsAndPeople1763700000000,
  Documents1763700000001,
  TrailAndIndexing1763700000002,
  AccessRequests1763800000000,
  OutboxPerIndex1763900000000,
  Partners1764000000000,
  Advisories1764200000000,
  JointCentres1764300000000,
  Notices1764350000000,
  FeedTokens1764350000001,
  Mail1764350000002,
  Webhooks1764350000003,
  Decisions1764350000004,
  AuditChain1764400000000,
  DocumentReadings1764400000001,
  SignIn1764400010000,
  Federation1764400010001,
  ServiceAccounts1764400010002,
  Scim1764400010003,
  Attachments1764418000000,
  OperatorsAndErasure1764600000000,
  BreakGlass1764600000001,
  IndexErrors1764719000000,
  ListedPublicly1764720000000,
];

/** The names of this code's migrations, in the order in which they run. */
export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map(({ name }) => name);

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_001;

/**
 * Brings the schema and the application role up to date and returns the names of the migrations that ran.
 * Several processes may call this at once: an advisory lock lets one work and the others find nothing left
 * to do.
 */
export async function migrate(url: string): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
  });
  await source.initialize();
  const holder = source.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const done = await source.runMigrations({ transaction: 'each' });
      await prepareApplicationRole(holder, url);
      return done.map((migration) => migration.name);
    } finally {
      await holder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await holder.release();
    await source.destroy();
  }
}

/** Waits for whoever migrates the database, and lets others wait until the open transaction ends. */
export async function lockMigrations(runner: QueryRunner): Promise<void> {
  await runner.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
}

/**
 * Runs those of the named migrations that the database lacks, in the transaction that is open, so that all can
 * be rolled back, and returns their names. The lock on migrations must be held.
 */
export async function migrateWithin(runner: QueryRunner, names: readonly string[]): Promise<string[]> {
  const executor = new MigrationExecutor(runner.dataSource, runner);
  const done = new Set((await executor.getExecutedMigrations()).map(({ name }) => name));
  const pending = MIGRATIONS.filter(({ name }) => names.includes(name) && !done.has(name));
  for (const Pending of pending) {
    const timestamp = Number(/\d{13}$/.exec(Pending.name)![0]);
    await executor.executeMigration(new Migration(undefined, timestamp, Pending.name, new Pending()));
  }
  return pending.map(({ name }) => name);
}

/** Names of this code's migrations that the database does not have; newer code's may be there as well. */
export async function missingMigrations(database: ReadDatabase): Promise<string[]> {
  const rows = await database.rows<{ name: string }>('SELECT name FROM migrations', []);
  const done = new Set(rows.map(({ name }) => name));
  return MIGRATION_NAMES.filter((name) => !done.has(name));
}
