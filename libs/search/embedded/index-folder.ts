import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { removeFiles } from './index-file.ts';

/** Holds the name of the index file in use. */
const POINTER = 'current';
const FILE = /^index-[0-9a-f-]+\.sqlite/;
/** Milliseconds after which a file that is not in use is one that somebody forgot. */
const FORGOTTEN = 86_400_000;

/**
 * The folder with the index file in use, and perhaps a fresh one that is being filled. Which one is in use
 * says a small file that is replaced in one step, so that every process goes over at its next call, and
 * whoever still reads the old file reads it to the end.
 */
export class IndexFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The path of the file in use; named, not yet made, when there is none. */
  current(): string {
    try {
      return this.#path(readFileSync(join(this.#folder, POINTER), 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return this.#begin();
    }
  }

  /** The path of a file that does not exist yet. Forgotten ones are cleared away. */
  fresh(): string {
    this.#clear();
    return this.#path(newName());
  }

  /** Puts a file in the place of the one in use, which goes. */
  promote(path: string): void {
    const old = this.current();
    renameSync(this.#written(path), join(this.#folder, POINTER));
    // Where open files cannot be removed, it is cleared away a day later.
    if (old !== path) attempt(() => removeFiles(old));
  }

  /** Another process may begin at the same moment: the first one decides. */
  #begin(): string {
    // It holds the text of documents, so it is for nobody else on the machine.
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const written = this.#written(this.#path(newName()));
    attempt(() => linkSync(written, join(this.#folder, POINTER)));
    rmSync(written, { force: true });
    return this.#path(readFileSync(join(this.#folder, POINTER), 'utf8'));
  }

  /** A file that says the name of another, to become the pointer. */
  #written(path: string): string {
    const written = join(this.#folder, `${POINTER}-${randomUUID()}`);
    try {
      writeFileSync(written, path.slice(this.#folder.length + 1), { mode: 0o600 });
    } catch (error) {
      // Without room on the disk an empty one is left, and there would be one for every try.
      rmSync(written, { force: true });
      throw error;
    }
    return written;
  }

  #clear(): void {
    const current = this.current();
    for (const name of readdirSync(this.#folder).filter((file) => FILE.test(file))) {
      const path = join(this.#folder, name);
      if (path.startsWith(current) || Date.now() - statSync(path).mtimeMs < FORGOTTEN) continue;
      attempt(() => rmSync(path, { force: true }));
    }
  }

  #path(name: string): string {
    return join(this.#folder, name.trim());
  }
}

function newName(): string {
  return `index-${randomUUID()}.sqlite`;
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The next one to come by does it.
  }
}
