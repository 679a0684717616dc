import { BadInput } from '#kernel';
import { Meilisearch } from 'meilisearch';
import type { DocumentFacts } from '#access';
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
import { digestOfStored, storedFacts } from './fact-values.ts';
import { isMissing, translated } from './failures.ts';
import { find } from './finding.ts';
import { IndexStore, type Clients } from './index-store.ts';
import { isPosition } from './listing.ts';
import { Questions } from './questions.ts';
import { suggest } from './suggesting.ts';
import { Vocabulary } from './vocabulary.ts';

/** Milliseconds after which a request is given up: one that carries documents, and one for which somebody waits. */
const PATIENCE = 30_000;
const QUICK_PATIENCE = 3_000;

/** Both sides take longer to compress an answer and to unpack it than a local network takes to carry it. */
const PLAIN = { headers: { 'accept-encoding': 'identity' } };

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
 * Calls made before `open` open the index themselves. When the server does not answer, or has lost the
 * index, the call is rejected with EngineUnavailable; an index that was lost is made anew by the next call,
 * with a new generation. One process at a time may change the index; any number may search.
 */
export class MeilisearchEngine extends SearchEngine {
  override readonly name = 'meilisearch';
  readonly #settings: MeilisearchSettings;
  readonly #store: IndexStore;
  readonly #questions: Questions;
  readonly #vocabulary: Vocabulary;
  /** Whether it works on an index beside the one in use, which is never made anew. */
  readonly #isBeside: boolean;
  #opened: Promise<void> | null = null;
  #closed = false;

  /** `name` is that of an index beside the one in use; only `rebuild` gives one. */
  constructor({ url, apiKey, prefix }: MeilisearchSettings, name = '') {
    super();
    const client = (timeout: number): Meilisearch =>
      new Meilisearch({ host: url, timeout, requestInit: PLAIN, ...(apiKey !== null && { apiKey }) });
    const clients: Clients = { patient: client(PATIENCE), quick: client(QUICK_PATIENCE) };
    this.#settings = { url, apiKey, prefix };
    this.#store = new IndexStore(clients, prefix, name);
    this.#questions = new Questions(clients.quick, this.#store.uid);
    this.#vocabulary = new Vocabulary(clients.quick, this.#store.wordsUid);
    this.#isBeside = name !== '';
  }

  override open(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the search index is closed'));
    if (this.#isBeside) return Promise.resolve();
    this.#opened ??= this.#store.define().catch((error: unknown) => {
      this.#opened = null;
      throw translated(error);
    });
    return this.#opened;
  }

  override async generation(): Promise<string> {
    const known = await this.#ask(() => this.#store.generation());
    if (known !== null) return known;
    // Lost, or another release has begun to make it anew.
    this.#opened = null;
    throw new EngineUnavailable('index_not_found', null);
  }

  /** Larger sets go to the server in batches, each of them one task. */
  override upsert(documents: readonly IndexedDocument[]): Promise<void> {
    return this.#ask(() => this.#store.upsert(documents));
  }

  override remove(ids: readonly string[]): Promise<void> {
    return this.#ask(() => this.#store.remove(ids));
  }

  override contents(): Promise<Map<string, IndexEntry>> {
    return this.#ask(() => this.#store.contents());
  }

  override factsDigest(facts: DocumentFacts): string {
    return digestOfStored(storedFacts(facts));
  }

  /** Throws BadInput for a position that no search of this engine has returned. */
  override async search(request: EngineRequest, foretell?: Foretell): Promise<EngineResult> {
    if (request.after !== null && !isPosition(request.after)) {
      throw new BadInput('after is not a cursor of this list');
    }
    return this.#ask(() => find(this.#questions, this.#vocabulary, request, foretell));
  }

  override suggest(request: SuggestRequest): Promise<SuggestResult> {
    return this.#ask(() => suggest(this.#questions, request));
  }

  override rebuild(): Promise<Rebuilding> {
    return this.#ask(async () => {
      const { store, name } = await this.#store.beside();
      return {
        engine: new MeilisearchEngine(this.#settings, name),
        promote: () => this.#ask(() => this.#store.replaceBy(store)),
        discard: () => this.#ask(() => store.drop()),
      };
    });
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
      throw translated(error);
    }
  }
}
