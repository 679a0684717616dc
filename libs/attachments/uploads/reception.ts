import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The upload has more bytes than are accepted. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** A file that has come in and has yet to be looked at. */
export interface Received {
  path: string;
  size: number;
  sha256: Buffer;
}

/** After this long nobody is still sending it. */
const FORGOTTEN_MILLISECONDS = 24 * 3_600_000;

/** Where uploads stay until they are known to be acceptable: a folder of its own, beside no attachment. */
export class Reception {
  private readonly folder: string;
  private readonly mostBytes: number;

  constructor(folder: string, mostBytes: number) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * Writes what comes to disk, hashing and counting, and lets `work` look at it; then it is gone from here.
   * Throws TooLarge as soon as there is too much, and whatever the stream fails with.
   */
  async receive<T>(content: Readable, work: (received: Received) => Promise<T>): Promise<T> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, randomUUID());
    try {
      return await work({ path, ...(await this.write(content, path)) });
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Removes what a process that died has left. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      const file = await stat(path).catch(() => null);
      if (file && Date.now() - file.mtimeMs > FORGOTTEN_MILLISECONDS) await rm(path, { force: true });
    }
  }

  private async write(content: Readable, path: string): Promise<{ size: number; sha256: Buffer }> {
    const { mostBytes } = this;
    const hash = createHash('sha256');
    let size = 0;
    const counting = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        hash.update(chunk);
        if (size > mostBytes) done(new TooLarge(`At most ${mostBytes} bytes are accepted.`));
        else done(null, chunk);
      },
    });
    await pipeline(content, counting, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return { size, sha256: hash.digest() };
  }
}
