import type { DatabaseSync } from 'node:sqlite';
import type { IndexedDocument } from '../engine.ts';
import { analysed } from '../text/analysis.ts';
import { searchedTexts, TEXT_FIELDS, type SearchedTexts } from '../text/fields.ts';
import { defineAnew, generationOf, inTransaction, openForWriting } from './index-file.ts';
import { PostingsChange } from './postings-change.ts';
import type { WriterCalls } from './protocol.ts';
import { factsJson, keyOf } from './stored-facts.ts';

/** Changes the index. Every call is one transaction: it happens wholly or, when it throws, not at all. */
export class IndexWriter implements WriterCalls {
  readonly #path: string;
  #connection: DatabaseSync | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  open(recreate: boolean): void {
    if (recreate) this.close();
    this.#connect(recreate);
  }

  generation(): string {
    return generationOf(this.#connect());
  }

  upsert(documents: readonly IndexedDocument[]): void {
    const database = this.#connect();
    inTransaction(database, () => {
      const change = new IndexChange(database);
      for (const document of highestRevisions(documents)) change.put(document);
      change.finish();
    });
  }

  remove(ids: readonly string[]): void {
    const database = this.#connect();
    inTransaction(database, () => {
      const change = new IndexChange(database);
      for (const id of new Set(ids)) change.remove(id);
      change.finish();
    });
  }

  reset(): void {
    const database = this.#connect();
    inTransaction(database, () => defineAnew(database));
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  #connect(recreate = false): DatabaseSync {
    this.#connection ??= openForWriting(this.#path, recreate);
    return this.#connection;
  }
}

/** The changes of one transaction. */
class IndexChange {
  readonly #postings: PostingsChange;
  readonly #written: number;
  readonly #find;
  readonly #free;
  readonly #write;
  readonly #release;
  readonly #texts;
  readonly #writeTexts;
  readonly #removeTexts;
  readonly #addWord;
  /** Typed words with their tokens: a batch of documents has most of them in common. */
  readonly #words = new Map<string, string>();

  constructor(database: DatabaseSync) {
    this.#postings = new PostingsChange(database);
    database.exec('UPDATE meta SET written = written + 1');
    this.#written = Number(database.prepare('SELECT written FROM meta').get()!.written);
    this.#find = database.prepare('SELECT number, revision FROM documents WHERE id = ?');
    this.#free = database.prepare(
      `SELECT coalesce((SELECT number FROM documents WHERE id IS NULL LIMIT 1),
         (SELECT coalesce(max(number), -1) + 1 FROM documents)) AS number`,
    );
    this.#write = database.prepare(
      `INSERT OR REPLACE INTO documents (number, id, revision, length, facts, title, written)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#release = database.prepare(
      `UPDATE documents SET id = NULL, facts = '', title = '', written = ? WHERE number = ?`,
    );
    const fields = TEXT_FIELDS.join(', ');
    this.#texts = database.prepare(`SELECT ${fields} FROM texts WHERE number = ?`);
    this.#writeTexts = database.prepare(
      `INSERT OR REPLACE INTO texts (number, ${fields}) VALUES (?, ${TEXT_FIELDS.map(() => '?').join(', ')})`,
    );
    this.#removeTexts = database.prepare('DELETE FROM texts WHERE number = ?');
    this.#addWord = database.prepare('INSERT OR IGNORE INTO words (word, token) VALUES (?, ?)');
  }

  /** Adds or replaces, unless a higher revision is there. */
  put(document: IndexedDocument): void {
    const known = this.#find.get(keyOf(document.id));
    if (known && Number(known.revision) > document.revision) return;
    const number = Number(known?.number ?? this.#free.get()!.number);
    if (known) this.#removePostings(number);
    const texts = searchedTexts(document);
    const analysis = analysed(texts);
    this.#postings.add(number, analysis.tokens);
    for (const [word, token] of analysis.words) this.#words.set(word, token);
    this.#write.run(
      number,
      keyOf(document.id),
      document.revision,
      analysis.length,
      factsJson(document),
      texts.title,
      this.#written,
    );
    this.#writeTexts.run(number, ...TEXT_FIELDS.map((field) => texts[field]));
  }

  remove(id: string): void {
    const known = this.#find.get(keyOf(id));
    if (!known) return;
    const number = Number(known.number);
    this.#removePostings(number);
    this.#removeTexts.run(number);
    this.#release.run(this.#written, number);
  }

  finish(): void {
    this.#postings.write();
    for (const [word, token] of this.#words) this.#addWord.run(word, token);
  }

  /** What was indexed of a document is worked out again from its texts. */
  #removePostings(number: number): void {
    const texts = this.#texts.get(number) as SearchedTexts | undefined;
    if (texts) this.#postings.remove(number, analysed(texts).tokens.keys());
  }
}

/** Of several with the same id, the one with the highest revision, the last of equal ones. */
function highestRevisions(documents: readonly IndexedDocument[]): Iterable<IndexedDocument> {
  const highest = new Map<string, IndexedDocument>();
  for (const document of documents) {
    const other = highest.get(document.id);
    if (!other || other.revision <= document.revision) highest.set(document.id, document);
  }
  return highest.values();
}
