import { BadInput } from '#kernel';
import { Meilisearch } from 'meilisearch';
import { SearchEngine, type EngineRequest, type EngineResult, type IndexedDocument } from '../engine.ts';
import { find } from './finding.ts';
import { IndexStore, isMissing } from './index-store.ts';
import { isPosition } from './listing.ts';
import { Questions } from './questions.ts';

/** Milliseconds after which a request is given up. */
const TIMEOUT = 30_000;

/** What is to be reached where. */
export interface MeilisearchSettings {
  url: string;
  /** A key that may do everything with the indexes of the prefix; null for a server without keys. */
  apiKey: string | null;
  /** Begins the names of our indexes, so that several installations can share a server. */
  prefix: string;
}

/**
 * The engine that asks a Meilisearch server. It finds what the embedded engine finds, and ranks after the
 * same formula; see `tokensOf`, `levelOf` and `rankedHits` for how that is brought about.
 *
 * Calls made before `open` open the index themselves. When the server has lost the index, the call is
 * rejected, and the next one starts an empty index with a new generation. One process at a time may
 * change the index; any number may search.
 */
export class MeilisearchEngine extends SearchEngine {
  override readonly name = 'meilisearch';
  readonly #store: IndexStore;
  readonly #questions: Questions;
  #opened: Promise<void> | null = null;
  #closed = false;

  constructor({ url, apiKey, prefix }: MeilisearchSettings) {
    super();
    const client = new Meilisearch({ host: url, timeout: TIMEOUT, ...(apiKey !== null && { apiKey }) });
    this.#store = new IndexStore(client, prefix);
    this.#questions = new Questions(client, this.#store.uid);
  }

  override open(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the search index is closed'));
    this.#opened ??= this.#store.define().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  override async generation(): Promise<string> {
    const known = await this.#ask(() => this.#store.generation());
    if (known !== null) return known;
    // Another process, or another release, has begun to make it anew.
    this.#opened = null;
    const made = await this.#ask(() => this.#store.generation());
    if (made === null) throw new Error('the search index is being made anew');
    return made;
  }

  /** Larger sets go to the server in batches, each of them one task. */
  override upsert(documents: readonly IndexedDocument[]): Promise<void> {
    return this.#ask(() => this.#store.upsert(documents));
  }

  override remove(ids: readonly string[]): Promise<void> {
    return this.#ask(() => this.#store.remove(ids));
  }

  override contents(): Promise<Map<string, number>> {
    return this.#ask(() => this.#store.contents());
  }

  /** Throws BadInput for a position that no search of this engine has returned. */
  override async search(request: EngineRequest): Promise<EngineResult> {
    if (request.after !== null && !isPosition(request.after)) {
      throw new BadInput('after is not a cursor of this list');
    }
    return this.#ask(() => find(this.#questions, request));
  }

  override reset(): Promise<void> {
    return this.#ask(() => this.#store.reset());
  }

  /** Nothing is kept open; calls made afterwards are rejected. */
  override async close(): Promise<void> {
    this.#closed = true;
  }

  async #ask<T>(call: () => Promise<T>): Promise<T> {
    await this.open();
    try {
      return await call();
    } catch (error) {
      if (isMissing(error)) this.#opened = null;
      throw error;
    }
  }
}
