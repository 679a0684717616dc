import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReaderCalls, ThreadData, WriterCalls } from './protocol.ts';
import { Thread } from './thread.ts';

/** The same file from source (.ts) and from the build (.js). */
const THREAD_FILE = new URL(`./index-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);

/** How many searches run at the same time, so that a short one need not wait behind a long one. */
const MOST_READERS = Math.min(4, Math.max(2, availableParallelism()));

/** The threads that work on one index file: one writes and others read. */
export class IndexThreads {
  readonly path: string;
  readonly writer: Thread<WriterCalls>;
  readonly #readers: readonly Thread<ReaderCalls>[];

  constructor(path: string) {
    this.path = path;
    this.writer = new Thread(THREAD_FILE, { role: 'writer', path } satisfies ThreadData);
    this.#readers = Array.from(
      { length: MOST_READERS },
      () => new Thread<ReaderCalls>(THREAD_FILE, { role: 'reader', path } satisfies ThreadData),
    );
  }

  /** A thread with nothing to do, if need be a new one; else the one that owes the fewest answers. */
  reader(): Thread<ReaderCalls> {
    return (
      this.#readers.find((reader) => reader.isRunning && reader.owed === 0) ??
      this.#readers.find((reader) => !reader.isRunning) ??
      this.#readers.reduce((least, reader) => (reader.owed < least.owed ? reader : least))
    );
  }

  /** Reads into memory what searches need, so that the first ones need not wait for it. */
  async warm(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.call('generation')));
  }

  /** Ends the threads once they have answered what they were asked before. */
  async close(): Promise<void> {
    // The writer last: the last one to close writes the log back into the file.
    for (const thread of [...this.#readers, this.writer] as Thread<{ close(): void }>[]) {
      if (thread.isRunning) await thread.call('close').catch(() => undefined);
      await thread.end();
    }
  }

  /** Ends the threads at once. */
  async end(): Promise<void> {
    await Promise.all([...this.#readers, this.writer].map((thread) => thread.end()));
  }
}
