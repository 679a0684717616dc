import { MeilisearchApiError, type EnqueuedTaskPromise, type Index, type Meilisearch } from 'meilisearch';
import { randomUUID } from 'node:crypto';
import type { IndexedDocument } from '../engine.ts';
import { decodeValue, encodeValue, keyOf } from './fact-values.ts';
import { encodedIsOneOf } from './filter-text.ts';
import { DEFINITION, SETTINGS } from './index-definition.ts';
import { storedDocument, type StoredDocument } from './stored-document.ts';

/** Characters of text, and documents, in one task. */
const BATCH_LENGTH = 4_000_000;
const BATCH_DOCUMENTS = 1_000;
/** How many ids one request of `contents` brings. */
const CONTENTS_PAGE = 5_000;
/** Milliseconds between two looks at a task that is under way. */
const TASK_INTERVAL = 10;
const META_KEY = 'index';

/** What is known of the index; kept in an index of its own, since emptying the other must not lose it. */
interface Meta {
  key: string;
  definition: string;
  generation: string;
}

/** Creates, fills and empties the index. A change returns once the server has carried it out. */
export class IndexStore {
  readonly client: Meilisearch;
  /** The name of the index of the documents. */
  readonly uid: string;
  readonly #documents: Index<StoredDocument>;
  readonly #meta: Index<Meta>;

  constructor(client: Meilisearch, prefix: string) {
    this.client = client;
    this.uid = `${prefix}documents`;
    this.#documents = client.index(this.uid);
    this.#meta = client.index(`${prefix}meta`);
  }

  /** Makes an index of our definition, unless there is one. */
  async define(): Promise<void> {
    const meta = await this.#readMeta();
    if (meta?.definition === DEFINITION && (await this.#exists())) return;
    // Whatever happens from here on, the index is not taken for a finished one.
    await this.#writeMeta({ definition: '', generation: randomUUID() });
    await succeeded(this.#documents.delete(), 'index_not_found');
    await succeeded(this.client.createIndex(this.uid, { primaryKey: 'key' }));
    await succeeded(this.#documents.updateSettings(SETTINGS));
    await this.#writeMeta({ definition: DEFINITION, generation: randomUUID() });
  }

  /** Empties the index and gives it a new generation. */
  async reset(): Promise<void> {
    // Interrupted between the steps, it is defined anew at the next opening.
    await this.#writeMeta({ definition: '', generation: randomUUID() });
    await succeeded(this.#documents.deleteAllDocuments());
    await this.#writeMeta({ definition: DEFINITION, generation: randomUUID() });
  }

  /** The generation; null when the index is not there, or not of our definition. */
  async generation(): Promise<string | null> {
    const meta = await this.#readMeta();
    return meta?.definition === DEFINITION ? meta.generation : null;
  }

  /** Adds or replaces, batch by batch. Throws RangeError for a document with a date that is none. */
  async upsert(documents: readonly IndexedDocument[]): Promise<void> {
    for (const batch of batchesOf(highestRevisions(documents))) {
      const indexed = await this.#revisions(batch.map(({ id }) => id));
      const newer = batch.filter(({ id, revision }) => revision >= (indexed.get(id) ?? -Infinity));
      if (newer.length > 0) await succeeded(this.#documents.addDocuments(newer.map(storedDocument)));
    }
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await succeeded(this.#documents.deleteDocuments(ids.map(keyOf)));
  }

  async contents(): Promise<Map<string, number>> {
    const all = new Map<string, number>();
    for (let offset = 0; ; offset += CONTENTS_PAGE) {
      const page = await this.#documents.getDocuments<Pick<StoredDocument, 'id' | 'revision'>>({
        fields: ['id', 'revision'],
        limit: CONTENTS_PAGE,
        offset,
      });
      for (const { id, revision } of page.results) all.set(decodeValue(id), revision);
      if (page.results.length < CONTENTS_PAGE) return all;
    }
  }

  async #revisions(ids: readonly string[]): Promise<Map<string, number>> {
    const { results } = await this.#documents.getDocuments<Pick<StoredDocument, 'id' | 'revision'>>({
      filter: encodedIsOneOf('id', ids.map(encodeValue)),
      fields: ['id', 'revision'],
      limit: ids.length,
    });
    return new Map(results.map(({ id, revision }) => [decodeValue(id), revision]));
  }

  async #exists(): Promise<boolean> {
    return (await foundOrNull(this.#documents.getRawInfo())) !== null;
  }

  #readMeta(): Promise<Meta | null> {
    return foundOrNull(this.#meta.getDocument(META_KEY));
  }

  async #writeMeta(meta: Omit<Meta, 'key'>): Promise<void> {
    await succeeded(this.#meta.addDocuments([{ key: META_KEY, ...meta }], { primaryKey: 'key' }));
  }
}

/** Whether an error says that an index or document is not there. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof MeilisearchApiError ? error.cause?.code : undefined;
  return code === 'index_not_found' || code === 'document_not_found';
}

/** Waits until the task is done, however long it takes; throws when it failed, except in the way given. */
async function succeeded(enqueued: EnqueuedTaskPromise, exceptFor?: string): Promise<void> {
  const task = await enqueued.waitTask({ timeout: 0, interval: TASK_INTERVAL });
  if (task.status === 'succeeded' || (exceptFor !== undefined && task.error?.code === exceptFor)) return;
  throw new Error(`Meilisearch ${task.type} task ${task.uid} ${task.status}: ${task.error?.message ?? ''}`);
}

async function foundOrNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
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

function* batchesOf(documents: Iterable<IndexedDocument>): Iterable<IndexedDocument[]> {
  let batch: IndexedDocument[] = [];
  let length = 0;
  for (const document of documents) {
    batch.push(document);
    length += document.title.length + document.summary.length + document.body.length;
    if (length < BATCH_LENGTH && batch.length < BATCH_DOCUMENTS) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
