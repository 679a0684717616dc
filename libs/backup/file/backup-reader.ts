import { BadInput } from '#kernel';
import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import {
  backupHeader,
  backupManifest,
  FORMAT,
  HEADER,
  MANIFEST,
  PIECE_BYTES,
  Tally,
  wholeOf,
  type BackupHeader,
  type BackupManifest,
  type Entry,
} from './format.ts';
import { SEAL_BYTES, sealedHash, Unsealing } from './seal.ts';

/** A table or an attachment, by name and in pieces, which are read or left before the next one comes. */
export interface Part {
  name: string;
  content: AsyncGenerator<Buffer>;
}

/** What is done with a backup's content, in the order in which it stands in the file. */
export interface Reading {
  header?(header: BackupHeader): Promise<void>;
  part?(part: Part): Promise<void>;
}

/** A backup that has been read to its end and found whole. */
export interface ReadBackup {
  header: BackupHeader;
  manifest: BackupManifest;
  /** Bytes of the file. */
  bytes: number;
}

/** Errors of a file that is none of ours, or no longer. */
class Unreadable extends Error {}

/**
 * Reads a backup from its beginning to its end, holding a few megabytes of it at a time. Throws BadInput for
 * what is no backup, is one of a later format, is cut off, or is not as it was written; that may be known at
 * its very end only, so whatever was done with it until then must be undone.
 */
export async function readBackup(
  path: string,
  reading: Reading = {},
  progress: (bytes: number) => void = () => undefined,
): Promise<ReadBackup> {
  const { bytes, hash } = await endOf(path);
  const tally = new Tally();
  const entries = entriesOf(path, bytes, hash, progress);
  try {
    const header = headerIn(await entries.next(), path);
    await reading.header?.(header);
    const manifest = await readParts(entries, tally, reading);
    requireSame(manifest, tally);
    return { header, manifest, bytes };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new BadInput(`${path}: this backup is damaged or not complete: ${error.message}.`);
  } finally {
    await entries.return(undefined);
  }
}

async function endOf(path: string): Promise<{ bytes: number; hash: Buffer }> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new BadInput(`${path}: the file cannot be read: ${(error as Error).message}`);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new BadInput(`${path}: this is not a file.`);
    const seal = Buffer.alloc(SEAL_BYTES);
    const { bytesRead } = await file.read(seal, 0, SEAL_BYTES, Math.max(0, stat.size - SEAL_BYTES));
    const hash = sealedHash(seal.subarray(0, bytesRead));
    if (!hash) throw new BadInput(`${path}: this is not a backup of Precedent, or its end is missing.`);
    return { bytes: stat.size, hash };
  } finally {
    await file.close();
  }
}

/** The entries of the archive. Whatever goes wrong with the file is thrown as Unreadable. */
async function* entriesOf(
  path: string,
  bytes: number,
  hash: Buffer,
  progress: (bytes: number) => void,
): AsyncGenerator<Entry, undefined> {
  const file = createReadStream(path, { end: bytes - SEAL_BYTES - 1 });
  const archive = extract();
  const stopping = new AbortController();
  const { signal } = stopping;
  const reading = pipeline(file, new Unsealing(hash), createZstdDecompress(), archive, { signal });
  reading.catch(() => undefined);
  try {
    for await (const entry of archive) {
      const { name, size } = entry.header;
      // Only the manifest may be longer than a piece; it grows with the tables, and not with their rows.
      if (size > 4 * PIECE_BYTES) throw new Error('it has an entry that is too long');
      yield { name, content: await buffer(entry) };
      progress(file.bytesRead);
    }
    await reading;
  } catch (error) {
    throw new Unreadable((error as Error).message);
  } finally {
    stopping.abort();
  }
  return undefined;
}

function headerIn(first: IteratorResult<Entry, undefined>, path: string): BackupHeader {
  if (!first.value || first.value.name !== HEADER) throw new Unreadable('its beginning is missing');
  const written = json(first.value.content) as { format?: unknown } | null;
  if (typeof written?.format === 'number' && written.format > FORMAT) {
    throw new BadInput(`${path}: a newer version of Precedent made this backup (format ${written.format}).`);
  }
  const header = backupHeader.safeParse(written).data;
  if (!header) throw new Unreadable('its beginning makes no sense');
  return header;
}

/** Hands the parts on one by one, and returns the manifest behind them. */
async function readParts(
  entries: AsyncGenerator<Entry, undefined>,
  tally: Tally,
  reading: Reading,
): Promise<BackupManifest> {
  const following = async (): Promise<IteratorResult<Entry, undefined>> => {
    const entry = await entries.next();
    if (entry.value && wholeOf(entry.value.name) !== null) tally.take(entry.value);
    return entry;
  };
  let next = await following();
  const piecesOf = async function* (name: string): AsyncGenerator<Buffer> {
    for (; next.value && wholeOf(next.value.name) === name; next = await following()) {
      yield next.value.content;
    }
  };
  for (;;) {
    if (!next.value) throw new Unreadable('its end is missing');
    if (next.value.name === MANIFEST) break;
    const name = wholeOf(next.value.name);
    if (name === null) throw new Unreadable('it has an entry that does not belong there');
    const content = piecesOf(name);
    await reading.part?.({ name, content });
    // Ended before the rest is skipped, so that nobody else moves on from one entry to the next.
    await content.return(undefined);
    for await (const _ of piecesOf(name));
  }
  const manifest = backupManifest.safeParse(json(next.value.content)).data;
  if (!manifest) throw new Unreadable('its end makes no sense');
  if (!(await entries.next()).done) throw new Unreadable('something stands behind its end');
  return manifest;
}

function requireSame({ parts }: BackupManifest, tally: Tally): void {
  const found = tally.sums();
  for (const name of new Set([...Object.keys(parts), ...Object.keys(found)])) {
    const [expected, is] = [parts[name], found[name]];
    if (expected?.bytes !== is?.bytes || expected?.sha256 !== is?.sha256)
      throw new Unreadable(`${name} is not as it was written`);
  }
}

function json(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return null;
  }
}
