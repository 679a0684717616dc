import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReaderCalls, ThreadData, WriterCalls } from './protocol.ts';
import { Thread } from './thread.ts';

/** The same file from source (.ts) and from the build (.js). */
const THREAD_FILE = new URL(`./index-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);

/** How many searches run at the same time, so that a short one need not wait behind a long one. */
const MOST_READERS = Math.min(4, Math.max(2, availableParallelism()));

/** By itself V8 takes 64 MB for what is young, and all of it while facts are read for the first time. */
const READER_LIMITS = { maxYoungGenerationSizeMb: 24 };

/**
 * The threads that work on one index file: one writes and others read. A reader holds the facts of all
 * documents in memory, so there is one to begin with, and another only where searches wait for each other.
 */
export class IndexThreads {
  readonly path: string;
  readonly writer: Thread<WriterCalls>;
  /** Those that can answer at once; at least one. */
  readonly #readers: Thread<ReaderCalls>[];
  #growing: { reader: Thread<ReaderCalls>; done: Promise<void> } | null = null;
  /** The one that is not to be had before it has read everything: another would be no sooner. */
  #warming: Thread<ReaderCalls> | null = null;
  #warmed: Promise<void> | null = null;
  #ended = false;

  constructor(path: string) {
    this.path = path;
    this.writer = new Thread(THREAD_FILE, { role: 'writer', path } satisfies ThreadData);
    this.#readers = [this.#newReader()];
  }

  /** A thread with nothing to do; else the one that owes the fewest answers, and next time there is one more. */
  reader(): Thread<ReaderCalls> {
    const least = this.#readers.reduce((one, other) => (other.owed < one.owed ? other : one));
    if (least.owed > 0 && !this.#warming && this.#readers.length < MOST_READERS && !this.#ended) {
      this.#growing ??= this.#grow();
    }
    return least;
  }

  /** Starts a thread that will read, for when the file is there. */
  begin(): void {
    this.#readers[0]!.begin();
  }

  /** By whoever can tell at once. */
  generation(): Promise<string> {
    return this.#warming ? this.writer.call('generation') : this.reader().call('generation');
  }

  /** Reads into memory what searches need, so that the first one need not wait for it; once. */
  warm(): Promise<void> {
    this.#warmed ??= this.#warm(this.#readers[0]!);
    return this.#warmed;
  }

  /** Ends the threads once they have answered what they were asked before. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#stopGrowing();
    // The writer last: the last one to close writes the log back into the file.
    for (const thread of [...this.#readers, this.writer] as Thread<{ close(): void }>[]) {
      if (thread.isRunning && thread !== this.#warming) await thread.call('close').catch(() => undefined);
      await thread.end();
    }
  }

  /** Ends the threads at once. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#stopGrowing();
    await Promise.all([...this.#readers, this.writer].map((thread) => thread.end()));
  }

  async #warm(reader: Thread<ReaderCalls>): Promise<void> {
    this.#warming = reader;
    await reader.call('warm').finally(() => (this.#warming = null));
  }

  #newReader(): Thread<ReaderCalls> {
    const data = { role: 'reader', path: this.path } satisfies ThreadData;
    return new Thread(THREAD_FILE, data, READER_LIMITS);
  }

  /** One more reader, once it has read what it needs; nobody waits for that, nor for its failure. */
  #grow(): { reader: Thread<ReaderCalls>; done: Promise<void> } {
    const reader = this.#newReader();
    const join = (): void => {
      if (!this.#ended) this.#readers.push(reader);
    };
    const done = reader
      .call('warm')
      .then(join, () => reader.end())
      .finally(() => (this.#growing = null));
    return { reader, done };
  }

  /** What is still being read is not needed any more. */
  async #stopGrowing(): Promise<void> {
    const growing = this.#growing;
    await growing?.reader.end();
    await growing?.done;
  }
}
