import { AttachmentStore, CorruptContent, verifiedContent } from '#attachments';
import { AuditTrail, SigningKey } from '#audit';
import { lockMigrations, migrateWithin, MIGRATION_NAMES, type WritingClient } from '#database';
import { BadInput, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { applicationVersion } from './application-version.ts';
import { readBackup, type Part, type ReadBackup } from './file/backup-reader.ts';
import type { BackupHeader } from './file/format.ts';
import { PLAIN_FORM, type Ask } from './tables/catalogue.ts';
import {
  dropSchema,
  filledTables,
  load,
  loadableTables,
  setSequences,
  withoutChecks,
} from './tables/loading.ts';

/** Connections that were closed just now are seen for a moment. */
const PATIENCE_MILLISECONDS = 2_000;
const POLL_MILLISECONDS = 100;
/** Tables that are named when an instance is not empty. */
const NAMED = 5;

/** What a restoration has done. */
export interface Restored {
  /** When the backup was made: what happened later is not in it. */
  madeAt: string;
  documents: number;
  attachments: number;
  /** Attachments of the file that are not what was uploaded. */
  leftOut: string[];
  /** Migrations that ran behind it, since the backup was made by an older version. */
  migrated: string[];
}

/** Told how far it has come: bytes of the file, of so many. */
export type Progress = (bytes: number, total: number) => void;

/**
 * Reads a whole backup and says what it is. Touches no database. Throws BadInput when it is damaged, or when
 * this version is too old for it.
 */
export async function checkBackup(path: string, progress?: (bytes: number) => void): Promise<ReadBackup> {
  const read = await readBackup(path, {}, progress);
  const { migrations, application } = read.header;
  const unknown = migrations.filter((name) => !MIGRATION_NAMES.includes(name));
  if (unknown.length === 0) return read;
  throw new BadInput(
    `${path}: a newer version of Precedent (${application}) made this backup; ` +
      `this one (${applicationVersion()}) does not know ${unknown.join(', ')}.`,
  );
}

/** Fills an empty instance from a backup. Its database connections must be the owner's. */
@Injectable()
export class RestorationService {
  private readonly source: DataSource;
  private readonly trail: AuditTrail;
  private readonly store: AttachmentStore;
  private readonly key: SigningKey;

  constructor(source: DataSource, trail: AuditTrail, store: AttachmentStore, key: SigningKey) {
    this.source = source;
    this.trail = trail;
    this.store = store;
    this.key = key;
  }

  /**
   * Restores what `checkBackup` has found whole. The database is changed in one transaction: its schema is made
   * anew as it was when the backup was made, filled, and migrated to today's. Whatever goes wrong, it is as
   * before, and contents of attachments that no row names lie in the store. Throws a Refusal for an instance
   * that is not empty or that somebody is using.
   */
  async restore(path: string, checked: ReadBackup, progress?: Progress): Promise<Restored> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as WritingClient;
      client.waitForEach();
      await runner.startTransaction();
      const restored = await this.within(runner, client, path, checked, progress);
      await runner.commitTransaction();
      // For good plans from the start; without it they come with PostgreSQL's own next round.
      await runner.query('ANALYZE').catch(() => undefined);
      return restored;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async within(
    runner: QueryRunner,
    client: pg.ClientBase,
    path: string,
    { header, manifest, bytes }: ReadBackup,
    progress?: Progress,
  ): Promise<Restored> {
    const ask: Ask = (text, values) => runner.query(text, values);
    await lockMigrations(runner);
    await ask(PLAIN_FORM);
    await requireAlone(ask);
    await requireEmpty(ask);
    await dropSchema(ask);
    await migrateWithin(runner, header.migrations);
    const filling = new Filling(client, ask, this.store, await loadableTables(ask, header));
    await withoutChecks(ask, async () => {
      const again = { header: (read: BackupHeader) => requireSameFile(path, header, read) };
      await readBackup(path, { ...again, part: (part) => filling.take(part) }, (done) =>
        progress?.(done, bytes),
      );
    });
    filling.requireRows(path, manifest.rows);
    await setSequences(ask, header);
    const migrated = await migrateWithin(runner, MIGRATION_NAMES);
    const { id, madeAt, application } = header;
    const { attachments, leftOut } = filling;
    await this.trail.record(runner.manager, {
      ...{
        userId: null,
        institutionId: null,
        event: 'backup.restored',
        subjectType: 'backup',
        subjectId: id,
      },
      details: { madeAt, application, attachments, leftOut: leftOut.length, migrated: migrated.length },
    });
    await this.key.trust(header.auditKeys);
    return { madeAt, documents: manifest.rows.documents ?? 0, attachments, leftOut, migrated };
  }
}

/** Puts the parts of a backup where they belong. */
class Filling {
  attachments = 0;
  readonly leftOut: string[] = [];
  private readonly rows = new Map<string, number>();
  private readonly client: pg.ClientBase;
  private readonly ask: Ask;
  private readonly store: AttachmentStore;
  private readonly tables: ReadonlyMap<string, BackupHeader['tables'][number]>;

  constructor(
    client: pg.ClientBase,
    ask: Ask,
    store: AttachmentStore,
    tables: ReadonlyMap<string, BackupHeader['tables'][number]>,
  ) {
    this.client = client;
    this.ask = ask;
    this.store = store;
    this.tables = tables;
  }

  async take({ name, content }: Part): Promise<void> {
    const [kind, what] = name.split('/') as [string, string];
    if (kind === 'attachments') return this.attachment(what, content);
    const table = this.tables.get(what);
    if (table) this.rows.set(what, await load(this.client, table, content));
  }

  /** Throws BadInput when a table has other than the rows that were read from it. */
  requireRows(path: string, expected: Readonly<Record<string, number>>): void {
    for (const name of this.tables.keys()) {
      if (this.rows.get(name) === expected[name]) continue;
      throw new BadInput(`${path}: this backup is damaged: it does not have all rows of ${name}.`);
    }
  }

  private async attachment(id: string, content: AsyncIterable<Buffer>): Promise<void> {
    const [row] = await this.ask<{ size: number; sha256: Buffer }>(
      'SELECT size, sha256 FROM attachments WHERE id = $1',
      [id],
    );
    if (!row) return;
    try {
      const kept = Readable.from(content, { objectMode: false });
      await this.store.put(id, verifiedContent(kept, row), row.size);
      this.attachments += 1;
    } catch (error) {
      if (!(error instanceof CorruptContent)) throw error;
      this.leftOut.push(id);
    }
  }
}

/** A server that runs would go on with what it remembers of the instance as it was. */
async function requireAlone(ask: Ask): Promise<void> {
  const end = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const [row] = await ask<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid() AND usename IN (current_user, current_user || '_app')`,
    );
    if (row!.others === 0) return;
    if (Date.now() > end) {
      throw Refusal.of('STATE', 'Precedent is running on this database. Stop its processes, then restore.');
    }
    await sleep(POLL_MILLISECONDS);
  }
}

async function requireEmpty(ask: Ask): Promise<void> {
  const filled = await filledTables(ask);
  if (filled.length === 0) return;
  throw Refusal.of(
    'STATE',
    `This instance is not empty: there are rows in ${filled.slice(0, NAMED).join(', ')}` +
      `${filled.length > NAMED ? ' and others' : ''}. Restore into a new data directory or a new database.`,
  );
}

async function requireSameFile(path: string, checked: BackupHeader, read: BackupHeader): Promise<void> {
  if (checked.id !== read.id) throw new BadInput(`${path}: the file has been replaced meanwhile.`);
}
