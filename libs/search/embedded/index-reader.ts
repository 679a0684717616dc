import { collectGarbage } from '#kernel';
import type { DatabaseSync } from 'node:sqlite';
import type { EngineRequest, EngineResult, Foretell, SuggestRequest, SuggestResult } from '../engine.ts';
import { Catalogue } from './catalogue.ts';
import { digestOf } from './digest.ts';
import { find, type Sources } from './finding.ts';
import { HitTextReader } from './hit-texts.ts';
import { generationOf, keepPages, openForReading } from './index-file.ts';
import type { EntryRow, ReaderCalls } from './protocol.ts';
import { idOf, keyOf } from './stored-facts.ts';
import { suggest } from './suggesting.ts';
import { TermIndex } from './term-matches.ts';
import { Vocabulary } from './vocabulary.ts';

/** How many ids one call of `contents` returns: few enough that a search need not wait for long. */
const CONTENTS_PAGE = 2_000;

interface Connection extends Sources {
  database: DatabaseSync;
  generation: string;
}

/** Reads the index. Every call sees the index as it was at one moment. */
export class IndexReader implements ReaderCalls {
  readonly #path: string;
  #connection: Connection | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads into memory what searches need, so that the first one need not wait for it. */
  warm(): void {
    this.#reading(({ catalogue, database }) => {
      catalogue.refresh();
      keepPages(database);
    });
    // Facts are read as text, several times the size of what is kept of them. Behind the answer, when nothing of
    // it is in use any more.
    setImmediate(() => collectGarbage({ thoroughly: true }));
  }

  generation(): string {
    return this.#reading(({ generation }) => generation);
  }

  contents(after: string | null): EntryRow[] {
    return this.#reading(({ database }) =>
      database
        .prepare(`SELECT id, revision, facts FROM documents WHERE id > ? ORDER BY id LIMIT ${CONTENTS_PAGE}`)
        .all(after === null ? '' : keyOf(after))
        .map((row) => [idOf(String(row.id)), Number(row.revision), digestOf(String(row.facts))]),
    );
  }

  search(request: EngineRequest, foretell?: Foretell): EngineResult {
    return this.#upToDate((sources) => find(sources, request, foretell));
  }

  suggest(request: SuggestRequest): SuggestResult {
    return this.#upToDate(({ catalogue }) => suggest(catalogue, request));
  }

  close(): void {
    this.#connection?.database.close();
    this.#connection = null;
  }

  #upToDate<T>(read: (connection: Connection) => T): T {
    return this.#reading((connection) => {
      connection.catalogue.refresh();
      return read(connection);
    });
  }

  #reading<T>(read: (connection: Connection) => T): T {
    const { database } = (this.#connection ??= connected(this.#path));
    database.exec('BEGIN');
    try {
      const generation = generationOf(database);
      // Emptied and filled anew, the file has nothing to do any more with what is in memory.
      if (generation !== this.#connection.generation) this.#connection = sourcesOf(database, generation);
      return read(this.#connection);
    } finally {
      if (database.isTransaction) database.exec('ROLLBACK');
    }
  }
}

function connected(path: string): Connection {
  const database = openForReading(path);
  return sourcesOf(database, generationOf(database));
}

function sourcesOf(database: DatabaseSync, generation: string): Connection {
  return {
    database,
    generation,
    catalogue: new Catalogue(database),
    terms: new TermIndex(database),
    vocabulary: new Vocabulary(database),
    texts: new HitTextReader(database),
  };
}
