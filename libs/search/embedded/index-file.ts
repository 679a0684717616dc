import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Raise it when what is written to the index changes without a change of the tables below. */
const TEXT_VERSION = 3;

/**
 * - `documents`: what is searched of each document; a row without an id is a number to be used again.
 *   `written` is the count of the transaction that wrote the row last, by which readers keep up.
 * - `texts`: what is shown of a document, and from which its postings can be worked out again.
 * - `postings`: which documents of a block have a token, how heavily and where; see `postings.ts`.
 * - `words`: words as they are typed, for completing and correcting.
 */
const TABLES = `
  CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT UNIQUE, revision INTEGER NOT NULL,
    length INTEGER NOT NULL, facts TEXT NOT NULL, title TEXT NOT NULL, written INTEGER NOT NULL);
  CREATE INDEX documents_written ON documents (written);
  CREATE INDEX documents_free ON documents (number) WHERE id IS NULL;
  CREATE TABLE texts (number INTEGER PRIMARY KEY, title TEXT NOT NULL, partners TEXT NOT NULL,
    summary TEXT NOT NULL, topics TEXT NOT NULL, body TEXT NOT NULL);
  CREATE TABLE postings (token TEXT NOT NULL, block INTEGER NOT NULL, weights BLOB NOT NULL,
    places BLOB NOT NULL);
  CREATE UNIQUE INDEX postings_token ON postings (token, block);
  CREATE TABLE words (word TEXT PRIMARY KEY, token TEXT NOT NULL) WITHOUT ROWID;
`;
const DEFINITION = `${TEXT_VERSION}\n${TABLES}`;
const TABLE_NAMES = ['documents', 'texts', 'postings', 'words', 'meta'];

/** How long one connection waits for another to finish writing, in milliseconds. */
const BUSY_TIMEOUT = 30_000;
/** Page cache per connection, in KiB. */
const PAGE_CACHE = 65_536;
/** The same while all documents are read one after another, of which no page is needed again. */
const READ_ONCE_CACHE = 1_024;
/**
 * Pages that the write-ahead log takes before it is written back: a batch of documents changes thousands, and
 * the next one many of the same again.
 */
const LOGGED_PAGES = 16_384;
/** What of the write-ahead log is kept on disk once it is written back, in bytes. */
const JOURNAL_LIMIT = 67_108_864;

/**
 * Opens the index for writing; there is at most one writer in a process. A file that is missing, damaged
 * or of another definition becomes an empty index with a new generation. With `recreate` that happens in
 * any case. Throws when the file cannot be made or opened.
 */
export function openForWriting(path: string, recreate: boolean): DatabaseSync {
  // It holds the text of documents, so it is for nobody else on the machine.
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (recreate) removeFiles(path);
  try {
    return openAndDefine(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    removeFiles(path);
    return openAndDefine(path);
  }
}

/** Opens an index that `openForWriting` has made, for reading through it once: for more, see `keepPages`. */
export function openForReading(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT });
  database.exec(`PRAGMA cache_size = -${READ_ONCE_CACHE}; PRAGMA temp_store = MEMORY`);
  return database;
}

/** From now on pages are kept in memory, since searches come back to them. */
export function keepPages(database: DatabaseSync): void {
  database.exec(`PRAGMA cache_size = -${PAGE_CACHE}`);
}

/** Drops whatever the index holds and defines it anew, with a new generation, in the open transaction. */
export function defineAnew(database: DatabaseSync): void {
  for (const name of TABLE_NAMES) database.exec(`DROP TABLE IF EXISTS ${name}`);
  database.exec(
    `CREATE TABLE meta (definition TEXT NOT NULL, generation TEXT NOT NULL, written INTEGER NOT NULL); ${TABLES}`,
  );
  database
    .prepare('INSERT INTO meta (definition, generation, written) VALUES (?, ?, 0)')
    .run(DEFINITION, randomUUID());
}

/** Runs `work` in one write transaction; an error rolls everything back. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Whether an error says that the file is no sound database: SQLITE_CORRUPT (11) or SQLITE_NOTADB (26). */
export function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' && ((code & 0xff) === 11 || (code & 0xff) === 26);
}

/**
 * Whether an error says that there is no room for the file (SQLITE_FULL, 13, or the system's ENOSPC), or that
 * the disk does not do what it is told (SQLITE_IOERR, 10), in one word; null for any other error.
 */
export function diskTrouble(error: unknown): 'disk_full' | 'disk_failed' | null {
  const { errcode, message } = (error ?? {}) as { errcode?: unknown; message?: unknown };
  const code = typeof errcode === 'number' ? errcode & 0xff : null;
  if (code === 13 || /\bENOSPC\b/.test(String(message))) return 'disk_full';
  return code === 10 ? 'disk_failed' : null;
}

/** Removes an index with all its files. */
export function removeFiles(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

function openAndDefine(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${PAGE_CACHE};
       PRAGMA wal_autocheckpoint = ${LOGGED_PAGES}; PRAGMA journal_size_limit = ${JOURNAL_LIMIT}`,
    );
    // Another process may be opening the same file: the look and the change are one transaction.
    inTransaction(database, () => {
      if (definitionOf(database) !== DEFINITION) defineAnew(database);
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function definitionOf(database: DatabaseSync): unknown {
  const known = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'meta' AND type = 'table'`).get();
  return known && database.prepare('SELECT definition FROM meta').get()?.definition;
}

/** By what an index is told apart from every other, and from itself before it was emptied. */
export function generationOf(database: DatabaseSync): string {
  return String(database.prepare('SELECT generation FROM meta').get()?.generation);
}
