import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file that is either whole or not there: under a temporary, hidden name beside it, flushed to the
 * disk and then renamed, in place of what was there before. Only the person who runs the command may read
 * it. Rejects with the first error of the pieces or of the disk, and then leaves nothing behind.
 */
export async function writeWholeFile(
  path: string,
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 50)}.${randomUUID()}.part`);
  try {
    const output = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(pieces), output);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
