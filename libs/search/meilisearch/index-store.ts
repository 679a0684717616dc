import type { EnqueuedTaskPromise, Index, Meilisearch } from 'meilisearch';
import { randomUUID } from 'node:crypto';
import type { IndexedDocument, IndexEntry } from '../engine.ts';
import { decodeValue, digestOfStored, encodeValue, FACTS, keyOf } from './fact-values.ts';
import { isMissing, TaskFailed } from './failures.ts';
import { encodedIsOneOf } from './filter-text.ts';
import { DEFINITION, SETTINGS, WORD_SETTINGS } from './index-definition.ts';
import { prepared, SPECIMEN, type Prepared, type StoredDocument } from './stored-document.ts';
import type { StoredWord } from './vocabulary.ts';

/** Characters of text, and documents, in one task. */
const BATCH_LENGTH = 4_000_000;
const BATCH_DOCUMENTS = 1_000;
/** How many ids one request of `contents` brings. */
const CONTENTS_PAGE = 5_000;
/** Milliseconds between two looks at a task that is under way. */
const TASK_INTERVAL = 10;
const META_KEY = 'index';

/**
 * What is known of the index; kept in an index of its own, since emptying the other must not lose it. The
 * words of the documents are in there as well.
 */
interface Meta {
  key: string;
  definition: string;
  generation: string;
}

/** How the names of indexes begin that are to be put in the place of ours. */
const BEGUN = 'begun-';
const REBUILT = 'rebuilt-';
/** Nobody takes so long to begin an index; it was broken off. */
const BROKEN_OFF_MILLISECONDS = 600_000;
const MOST_INDEXES = 10_000;

/** One server: `patient` waits for large requests, `quick` gives up after a few seconds. */
export interface Clients {
  patient: Meilisearch;
  quick: Meilisearch;
}

/** Creates, fills and empties the index. A change returns once the server has carried it out. */
export class IndexStore {
  /** The name of the index of the documents. */
  readonly uid: string;
  /** The name of the index with their words. */
  readonly wordsUid: string;
  readonly #clients: Clients;
  readonly #prefix: string;
  readonly #documents: Index<StoredDocument>;
  readonly #meta: Index<Meta>;
  readonly #quickMeta: Index<Meta>;
  readonly #words: Index<StoredWord>;
  /** The words that are known to be there, so that they need not be sent again. */
  #known: { generation: string | null; words: Set<string> } = { generation: null, words: new Set() };

  /** `name` is that of an index beside the one in use, empty for the latter. */
  constructor(clients: Clients, prefix: string, name = '') {
    this.#clients = clients;
    this.#prefix = prefix;
    this.uid = `${prefix}${name}documents`;
    this.wordsUid = `${prefix}${name}meta`;
    this.#documents = clients.patient.index(this.uid);
    this.#meta = clients.patient.index(this.wordsUid);
    this.#quickMeta = clients.quick.index(this.wordsUid);
    this.#words = clients.patient.index(this.wordsUid);
  }

  /**
   * Makes an index of our definition, unless there is one. It is made beside the place where it belongs and
   * then moved, so that several processes may do this at once: one of them wins.
   */
  async define(): Promise<void> {
    const meta = await this.#readMeta();
    if (meta?.definition === DEFINITION && (await exists(this.#documents))) return;
    const fresh = await this.#begin(`${BEGUN}${randomUUID()}-`);
    try {
      await this.replaceBy(fresh);
    } catch (error) {
      await fresh.drop();
      throw error;
    }
  }

  /** Begins an empty index beside this one. What is left of another that was begun so is thrown away. */
  async beside(): Promise<{ store: IndexStore; name: string }> {
    await this.#clearAway();
    const name = `${REBUILT}${randomUUID()}-`;
    return { store: await this.#begin(name), name };
  }

  /** Puts the other index in the place of this one, which goes; in one step, so that there always is one. */
  async replaceBy(other: IndexStore): Promise<void> {
    const pairs: [Index, Index][] = [
      [this.#documents, other.#documents],
      [this.#meta, other.#meta],
    ];
    const swaps = pairs.map(async ([mine, theirs]) => ({
      indexes: [theirs.uid, mine.uid] as [string, string],
      // With nothing to be swapped with, the first is renamed to the second.
      rename: !(await exists(mine)),
    }));
    await succeeded(this.#clients.patient.swapIndexes(await Promise.all(swaps)));
    await other.drop();
  }

  /** Deletes the index. */
  async drop(): Promise<void> {
    await succeeded(this.#documents.delete(), 'index_not_found');
    await succeeded(this.#meta.delete(), 'index_not_found');
  }

  /** Empties the index and gives it a new generation. */
  async reset(): Promise<void> {
    // Interrupted between the steps, it is defined anew at the next opening.
    await this.#writeMeta({ definition: '', generation: randomUUID() });
    await succeeded(this.#documents.deleteAllDocuments());
    await succeeded(this.#meta.deleteAllDocuments());
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
      if (newer.length > 0) await this.#add(newer.map(prepared));
    }
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await succeeded(this.#documents.deleteDocuments(ids.map(keyOf)));
  }

  async contents(): Promise<Map<string, IndexEntry>> {
    const all = new Map<string, IndexEntry>();
    for (let offset = 0; ; offset += CONTENTS_PAGE) {
      const page = await this.#documents.getDocuments<Pick<StoredDocument, 'id' | 'revision'>>({
        fields: ['revision', ...(Object.keys(FACTS) as 'id'[])],
        limit: CONTENTS_PAGE,
        offset,
      });
      for (const { revision, ...facts } of page.results) {
        all.set(decodeValue(facts.id), { revision, facts: digestOfStored(facts) });
      }
      if (page.results.length < CONTENTS_PAGE) return all;
    }
  }

  /**
   * The server does one task after another, so documents come first: they can be found that much sooner, if not
   * yet by the beginnings and misspellings of words that are new. Words stay when the last document with them goes.
   */
  async #add(batch: readonly Prepared[]): Promise<void> {
    const generation = await this.generation();
    if (this.#known.generation !== generation) this.#known = { generation, words: new Set() };
    const words = new Map(batch.flatMap((one) => [...one.words]));
    const unknown = [...words].filter(([word]) => !this.#known.words.has(word));
    const adding = this.#documents.addDocuments(batch.map(({ stored }) => stored));
    const tasks = [adding];
    if (unknown.length > 0) {
      // Once the server has the documents' task, or it may get this one first.
      await adding;
      const stored = unknown.map(([word, token]) => ({ key: `word-${word}`, word, token }));
      tasks.push(this.#words.addDocuments(stored));
    }
    await Promise.all(tasks.map((task) => succeeded(task)));
    for (const [word] of unknown) this.#known.words.add(word);
  }

  async #revisions(ids: readonly string[]): Promise<Map<string, number>> {
    const { results } = await this.#documents.getDocuments<Pick<StoredDocument, 'id' | 'revision'>>({
      filter: encodedIsOneOf('id', ids.map(encodeValue)),
      fields: ['id', 'revision'],
      limit: ids.length,
    });
    return new Map(results.map(({ id, revision }) => [decodeValue(id), revision]));
  }

  async #begin(name: string): Promise<IndexStore> {
    const fresh = new IndexStore(this.#clients, this.#prefix, name);
    await succeeded(this.#clients.patient.createIndex(fresh.uid, { primaryKey: 'key' }));
    await succeeded(fresh.#documents.updateSettings(SETTINGS));
    // The server refuses questions about attributes that no document has had yet.
    await succeeded(fresh.#documents.addDocuments([SPECIMEN]));
    await succeeded(fresh.#documents.deleteDocument(SPECIMEN.key));
    await succeeded(fresh.#meta.updateSettings(WORD_SETTINGS));
    await fresh.#writeMeta({ definition: DEFINITION, generation: randomUUID() });
    return fresh;
  }

  /** Deletes what interrupted rebuilds have left. */
  async #clearAway(): Promise<void> {
    const { results } = await this.#clients.patient.getRawIndexes({ limit: MOST_INDEXES });
    const before = Date.now() - BROKEN_OFF_MILLISECONDS;
    for (const { uid, createdAt } of results) {
      const brokenOff = uid.startsWith(this.#prefix + BEGUN) && new Date(createdAt).getTime() < before;
      if (brokenOff || uid.startsWith(this.#prefix + REBUILT)) {
        await succeeded(this.#clients.patient.deleteIndex(uid), 'index_not_found');
      }
    }
  }

  #readMeta(): Promise<Meta | null> {
    return foundOrNull(this.#quickMeta.getDocument(META_KEY));
  }

  async #writeMeta(meta: Omit<Meta, 'key'>): Promise<void> {
    await succeeded(this.#meta.addDocuments([{ key: META_KEY, ...meta }], { primaryKey: 'key' }));
  }
}

/** Waits until the task is done, however long it takes; throws when it failed, except in the way given. */
async function succeeded(enqueued: EnqueuedTaskPromise, exceptFor?: string): Promise<void> {
  const task = await enqueued.waitTask({ timeout: 0, interval: TASK_INTERVAL });
  if (task.status === 'succeeded' || (exceptFor !== undefined && task.error?.code === exceptFor)) return;
  const what = `${task.type} task ${task.uid} ${task.status}`;
  throw new TaskFailed(what, task.error?.code, task.error?.message ?? '');
}

async function exists(index: Index): Promise<boolean> {
  return (await foundOrNull(index.getRawInfo())) !== null;
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
    length += document.attachmentText.length;
    if (length < BATCH_LENGTH && batch.length < BATCH_DOCUMENTS) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
