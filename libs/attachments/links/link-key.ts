import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'attachment-links.key';
const BYTES = 32;

/**
 * The key that links are signed with: the one that is set, else the one in the data directory, which is made
 * on first use. Processes that share the directory get the same, whichever comes first.
 */
export async function linkKey(secret: string | null, dataDirectory: string): Promise<Uint8Array> {
  if (secret !== null) return new TextEncoder().encode(secret);
  const path = join(dataDirectory, FILE);
  await mkdir(dataDirectory, { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(BYTES).toString('base64url'), { mode: 0o600 });
  try {
    // Appears whole or not at all, and never replaces another's.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return Buffer.from(await readFile(path, 'utf8'), 'base64url');
}
