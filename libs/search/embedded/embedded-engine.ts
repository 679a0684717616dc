import type { DocumentFacts } from '#access';
import { BadInput } from '#kernel';
import { EngineUnavailable } from '../engine-unavailable.ts';
import {
  SearchEngine,
  type EngineRequest,
  type EngineResult,
  type Foretell,
  type IndexedDocument,
  type IndexEntry,
  type Rebuilding,
  type SuggestRequest,
  type SuggestResult,
} from '../engine.ts';
import { digestOf } from './digest.ts';
import { diskTrouble, isDamage, removeFiles } from './index-file.ts';
import { IndexFolder } from './index-folder.ts';
import { IndexThreads } from './index-threads.ts';
import { isPosition } from './positions.ts';
import type { EntryRow } from './protocol.ts';
import { factsJson } from './stored-facts.ts';

/** Characters of text, and documents, that are handed to the writing thread at a time. */
const SLICE_LENGTH = 4_000_000;
const SLICE_DOCUMENTS = 1_000;

/**
 * The engine that needs no other service: postings in one SQLite file, facts in memory, BM25 over what the
 * caller may read. One thread writes and others read, so that neither indexing nor searching holds up the
 * API, and indexing does not hold up a search. Several processes may use one folder.
 *
 * Calls made before `open` open the index themselves. When SQLite finds the file damaged, the call is
 * rejected, and the next one starts an empty index with a new generation. Without room on the disk, changes
 * are rejected with EngineUnavailable; what is there goes on being found.
 */
export class EmbeddedEngine extends SearchEngine {
  override readonly name = 'embedded';
  readonly #path: string;
  readonly #folder: IndexFolder;
  /** The file of an index that is being filled; else it is the folder's file in use. */
  readonly #file: string | null;
  #threads: IndexThreads | null = null;
  #opened: Promise<void> | null = null;
  #damaged = false;
  #ending: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** `folder` holds the index; it is made if it is missing. */
  constructor(folder: string, file: string | null = null) {
    super();
    this.#folder = new IndexFolder(folder);
    this.#file = file;
    this.#path = folder;
  }

  /** What searches need in memory is read behind it: those that come before wait for that, and nothing else. */
  override async open(): Promise<void> {
    // Found damaged, it starts anew.
    await this.generation().catch((error: unknown) => {
      if (!isDamage(error)) throw error;
      return this.generation();
    });
    // What is wrong with it then, whoever asks next is told.
    this.#ask((threads) => threads.warm()).catch(() => undefined);
  }

  override generation(): Promise<string> {
    return this.#ask((threads) => threads.generation());
  }

  /** Larger sets go to the index in slices, each of them one transaction. */
  override async upsert(documents: readonly IndexedDocument[]): Promise<void> {
    for (const slice of slicesOf(documents)) await this.#ask(({ writer }) => writer.call('upsert', slice));
  }

  override remove(ids: readonly string[]): Promise<void> {
    return this.#ask(({ writer }) => writer.call('remove', ids));
  }

  override async contents(): Promise<Map<string, IndexEntry>> {
    const all = new Map<string, IndexEntry>();
    let after: string | null = null;
    for (;;) {
      const page: EntryRow[] = await this.#contentsBehind(after);
      if (page.length === 0) return all;
      for (const [id, revision, facts] of page) all.set(id, { revision, facts });
      after = page.at(-1)![0];
    }
  }

  override factsDigest(facts: DocumentFacts): string {
    return digestOf(factsJson(facts));
  }

  /** Throws BadInput for a position that is none. */
  override async search(request: EngineRequest, foretell?: Foretell): Promise<EngineResult> {
    if (request.after !== null && !isPosition(request.after)) {
      throw new BadInput('after is not a cursor of this list');
    }
    const listen = foretell && ((beforehand: unknown) => foretell(beforehand as string[]));
    return this.#ask((threads) => threads.reader().callInTime('search', [request], listen));
  }

  override suggest(request: SuggestRequest): Promise<SuggestResult> {
    return this.#ask((threads) => threads.reader().callInTime('suggest', [request]));
  }

  override async rebuild(): Promise<Rebuilding> {
    const path = this.#folder.fresh();
    const engine = new EmbeddedEngine(this.#path, path);
    await engine.open();
    return {
      engine,
      promote: async () => {
        await engine.close();
        this.#folder.promote(path);
      },
      discard: async () => {
        await engine.close();
        removeFiles(path);
      },
    };
  }

  override reset(): Promise<void> {
    return this.#ask(({ writer }) => writer.call('reset'));
  }

  override async close(): Promise<void> {
    this.#closed = true;
    await this.#threads?.close();
    await this.#ending;
  }

  #contentsBehind(id: string | null): Promise<EntryRow[]> {
    return this.#ask((threads) => threads.reader().call('contents', id));
  }

  async #ask<T>(call: (threads: IndexThreads) => Promise<T>): Promise<T> {
    let threads: IndexThreads | null = null;
    try {
      threads = await this.#current();
      return await call(threads);
    } catch (error) {
      // Unless another call has noticed the same already.
      if (threads && isDamage(error) && this.#threads === threads) this.#abandon(threads);
      const trouble = diskTrouble(error);
      throw trouble === null ? error : new EngineUnavailable(trouble, error);
    }
  }

  /** The threads of the file in use, which may have become another one. */
  async #current(): Promise<IndexThreads> {
    if (this.#closed) throw new Error('the search index is closed');
    const threads = this.#threadsOf(this.#file ?? this.#folder.current());
    this.#opened ??= this.#start(threads);
    await this.#opened;
    return threads;
  }

  #threadsOf(path: string): IndexThreads {
    const old = this.#threads;
    if (old?.path === path) return old;
    if (old) this.#ending = Promise.all([this.#ending, old.close()]);
    this.#opened = null;
    this.#threads = new IndexThreads(path);
    return this.#threads;
  }

  async #start(threads: IndexThreads): Promise<void> {
    await this.#ending;
    threads.begin();
    try {
      await threads.writer.call('open', this.#damaged);
      this.#damaged = false;
    } catch (error) {
      if (this.#threads === threads) this.#opened = null;
      throw error;
    }
  }

  /** Lets go of a damaged file, so that the next call can replace it. */
  #abandon(threads: IndexThreads): void {
    this.#threads = null;
    this.#opened = null;
    this.#damaged = true;
    this.#ending = Promise.all([this.#ending, threads.end()]);
  }
}

/** Copying to the thread takes this thread's time, so it is done a little at a time. */
function* slicesOf(documents: readonly IndexedDocument[]): Iterable<IndexedDocument[]> {
  let slice: IndexedDocument[] = [];
  let length = 0;
  for (const document of documents) {
    slice.push(document);
    length += document.title.length + document.summary.length + document.body.length;
    length += document.attachmentText.length;
    if (length < SLICE_LENGTH && slice.length < SLICE_DOCUMENTS) continue;
    yield slice;
    slice = [];
    length = 0;
  }
  if (slice.length > 0) yield slice;
}
