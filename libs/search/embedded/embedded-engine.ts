import { BadInput } from '#kernel';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  SearchEngine,
  type EnginePosition,
  type EngineRequest,
  type EngineResult,
  type IndexedDocument,
} from '../engine.ts';
import { isDamage } from './index-file.ts';
import type { ReaderCalls, ThreadData, WriterCalls } from './protocol.ts';
import { Thread } from './thread.ts';

/** The same file from source (.ts) and from the build (.js). */
const THREAD_FILE = new URL(`./index-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);

/** Characters of text, and documents, that are handed to the writing thread at a time. */
const SLICE_LENGTH = 1_000_000;
const SLICE_DOCUMENTS = 500;

/** How many searches run at the same time, so that a short one need not wait behind a long one. */
const MOST_READERS = Math.min(4, Math.max(2, availableParallelism()));

/**
 * The engine that needs no other service: full-text search of SQLite (FTS5) in one file, BM25 over what
 * the caller may read. One thread writes and others read, so that neither indexing nor searching holds
 * up the API, and indexing does not hold up a search. Several processes may use one file.
 *
 * Calls made before `open` open the index themselves. When SQLite finds the file damaged, the call is
 * rejected, and the next one starts an empty index with a new generation.
 */
export class EmbeddedEngine extends SearchEngine {
  override readonly name = 'embedded';
  readonly #writer: Thread<WriterCalls>;
  readonly #readers: readonly Thread<ReaderCalls>[];
  #opened: Promise<void> | null = null;
  #damaged = false;
  #abandoned: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** `path` is the index file; SQLite puts its log beside it. Missing folders are made by `open`. */
  constructor(path: string) {
    super();
    this.#writer = new Thread(THREAD_FILE, { role: 'writer', path } satisfies ThreadData);
    this.#readers = Array.from(
      { length: MOST_READERS },
      () => new Thread<ReaderCalls>(THREAD_FILE, { role: 'reader', path } satisfies ThreadData),
    );
  }

  override open(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the search index is closed'));
    this.#opened ??= this.#start();
    return this.#opened;
  }

  override generation(): Promise<string> {
    return this.#ask(() => this.#reader().call('generation'));
  }

  /** Larger sets go to the index in slices, each of them one transaction. */
  override async upsert(documents: readonly IndexedDocument[]): Promise<void> {
    for (const slice of slicesOf(documents)) await this.#ask(() => this.#writer.call('upsert', slice));
  }

  override remove(ids: readonly string[]): Promise<void> {
    return this.#ask(() => this.#writer.call('remove', ids));
  }

  override async contents(): Promise<Map<string, number>> {
    const all = new Map<string, number>();
    let after = '';
    for (;;) {
      const page = await this.#ask(() => this.#reader().call('contents', after));
      if (page.length === 0) return all;
      for (const [id, revision] of page) all.set(id, revision);
      after = page.at(-1)![0];
    }
  }

  /** Throws BadInput for a position that no search of this engine has returned. */
  override async search(request: EngineRequest): Promise<EngineResult> {
    if (request.after !== null && !isPosition(request.after)) {
      throw new BadInput('after is not a cursor of this list');
    }
    return this.#ask(() => this.#reader().call('search', request));
  }

  override reset(): Promise<void> {
    return this.#ask(() => this.#writer.call('reset'));
  }

  /** Ends the threads once they have answered what they were asked before. */
  override async close(): Promise<void> {
    this.#closed = true;
    // The writer last: the last one to close writes the log back into the file.
    for (const thread of [...this.#readers, this.#writer] as Thread<{ close(): void }>[]) {
      if (thread.isRunning) await thread.call('close').catch(() => undefined);
      await thread.end();
    }
  }

  /** A thread with nothing to do, if need be a new one; else the one that owes the fewest answers. */
  #reader(): Thread<ReaderCalls> {
    return (
      this.#readers.find((reader) => reader.isRunning && reader.owed === 0) ??
      this.#readers.find((reader) => !reader.isRunning) ??
      this.#readers.reduce((least, reader) => (reader.owed < least.owed ? reader : least))
    );
  }

  async #ask<T>(call: () => Promise<T>): Promise<T> {
    await this.open();
    const opened = this.#opened;
    try {
      return await call();
    } catch (error) {
      // Unless another call has noticed the same already.
      if (isDamage(error) && this.#opened === opened) await this.#abandon();
      throw error;
    }
  }

  async #start(): Promise<void> {
    await this.#abandoned;
    try {
      await this.#writer.call('open', this.#damaged);
      this.#damaged = false;
    } catch (error) {
      this.#opened = null;
      throw error;
    }
  }

  /** Lets go of a damaged file, so that the next call can replace it. */
  async #abandon(): Promise<void> {
    this.#opened = null;
    this.#damaged = true;
    this.#abandoned = Promise.all([...this.#readers, this.#writer].map((thread) => thread.end()));
    await this.#abandoned;
  }
}

function isPosition(position: EnginePosition): boolean {
  return position.length === 2 && Number.isFinite(position[0]) && typeof position[1] === 'string';
}

/** Copying to the thread takes this thread's time, so it is done a little at a time. */
function* slicesOf(documents: readonly IndexedDocument[]): Iterable<IndexedDocument[]> {
  let slice: IndexedDocument[] = [];
  let length = 0;
  for (const document of documents) {
    slice.push(document);
    length += document.title.length + document.summary.length + document.body.length;
    if (length < SLICE_LENGTH && slice.length < SLICE_DOCUMENTS) continue;
    yield slice;
    slice = [];
    length = 0;
  }
  if (slice.length > 0) yield slice;
}
