import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { IndexedDocument } from '../engine.ts';
import { encodeValue, FACT_COLUMN_NAMES, factValues } from './fact-columns.ts';
import { defineAnew, inTransaction, openForWriting } from './index-file.ts';
import { indexable } from './marking.ts';
import { plainTextOf } from './plain-text.ts';
import type { WriterCalls } from './protocol.ts';

interface Connection {
  database: DatabaseSync;
  find: StatementSync;
  addFacts: StatementSync;
  addTexts: StatementSync;
  removeFacts: StatementSync;
  removeTexts: StatementSync;
}

/** Changes the index. Every call is one transaction: it happens wholly or, when it throws, not at all. */
export class IndexWriter implements WriterCalls {
  readonly #path: string;
  #connection: Connection | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  open(recreate: boolean): void {
    if (recreate) this.close();
    this.#connect(recreate);
  }

  upsert(documents: readonly IndexedDocument[]): void {
    const connection = this.#connect();
    inTransaction(connection.database, () => {
      for (const document of documents) put(connection, document);
    });
  }

  remove(ids: readonly string[]): void {
    const connection = this.#connect();
    inTransaction(connection.database, () => {
      for (const id of ids) {
        const known = connection.find.get(encodeValue(id));
        if (known) removeNumber(connection, known.number!);
      }
    });
  }

  reset(): void {
    const { database } = this.#connect();
    inTransaction(database, () => defineAnew(database));
  }

  close(): void {
    this.#connection?.database.close();
    this.#connection = null;
  }

  #connect(recreate = false): Connection {
    this.#connection ??= prepared(openForWriting(this.#path, recreate));
    return this.#connection;
  }
}

function prepared(database: DatabaseSync): Connection {
  const columns = ['number', 'length', 'revision', ...FACT_COLUMN_NAMES];
  const places = columns.map(() => '?').join(', ');
  return {
    database,
    find: database.prepare('SELECT number, revision FROM documents WHERE id = ?'),
    // Not INSERT OR REPLACE: it takes a savepoint, for which FTS5 writes out what it holds, document by document.
    addFacts: database.prepare(`INSERT INTO documents (${columns.join(', ')}) VALUES (${places})`),
    addTexts: database.prepare(
      'INSERT INTO texts (rowid, title, summary, topics, body) VALUES (?, ?, ?, ?, ?)',
    ),
    removeFacts: database.prepare('DELETE FROM documents WHERE number = ?'),
    removeTexts: database.prepare('DELETE FROM texts WHERE rowid = ?'),
  };
}

/** Adds or replaces, unless a higher revision is there. */
function put(connection: Connection, document: IndexedDocument): void {
  const known = connection.find.get(encodeValue(document.id));
  if (known && Number(known.revision) > document.revision) return;
  const texts = textsOf(document);
  const number = known?.number ?? null;
  if (number !== null) removeNumber(connection, number);
  // A document keeps its number; a new one gets the next, as SQLite gives it to a null.
  const facts = [lengthOf(texts), document.revision, ...factValues(document)];
  const { lastInsertRowid } = connection.addFacts.run(number, ...facts);
  connection.addTexts.run(lastInsertRowid, ...texts);
}

function removeNumber(connection: Connection, number: SQLInputValue): void {
  connection.removeFacts.run(number);
  connection.removeTexts.run(number);
}

/** The texts in the order of their columns. */
function textsOf(document: IndexedDocument): string[] {
  return [document.title, document.summary, document.topics.join('; '), plainTextOf(document.body)].map(
    indexable,
  );
}

/** In characters, which does for ranking as well as words do and costs nothing to count. */
function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
