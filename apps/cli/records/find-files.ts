import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

export type RecordFormat = 'markdown' | 'jsonl' | 'csv';

const FORMATS: Readonly<Record<string, RecordFormat>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
};

/** What was found: a file of records, or why something is none. `source` is relative, with `/` separators. */
type Found = FoundFile | { type: 'skipped' | 'failure'; source: string; reason: string };

export interface FoundFile {
  type: 'file';
  source: string;
  path: string;
  format: RecordFormat;
}

/**
 * The record files at `path`: itself, or those below it, in the order of their names (by code unit, so that
 * it is the same everywhere). Hidden files and folders are passed over. Every file and folder is visited
 * once, under the first name it is found by, so that links can make no loops. Never rejects: what cannot be
 * read is a failure.
 */
export async function* findFiles(path: string): AsyncGenerator<Found> {
  const seen = new Set<string>();
  for await (const found of visit(path, '', seen)) {
    // In a folder other files are to be expected; one that was named is a mistake.
    const isNamed = found.type === 'skipped' && found.source === '';
    yield isNamed ? { ...found, type: 'failure', source: basename(path) } : found;
  }
}

/** The reason for the person who reads the report. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file or folder';
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'reading it is not permitted';
  if (error.code === 'ELOOP') return 'it is a link that leads to itself';
  return `it cannot be read (${error.code ?? error.message})`;
}

/** Whether the error came from the operating system, and so from the file and not from this program. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

async function* visit(path: string, source: string, seen: Set<string>): AsyncGenerator<Found> {
  const format = FORMATS[extname(path).toLowerCase()];
  try {
    const real = await realpath(path);
    if (seen.has(real)) {
      yield { type: 'skipped', source, reason: 'it was read under another name' };
      return;
    }
    seen.add(real);
    const stats = await stat(real);
    if (stats.isDirectory()) yield* walk(path, source, seen);
    else if (!stats.isFile()) yield { type: 'skipped', source, reason: 'it is not a regular file' };
    else if (format !== undefined) yield { type: 'file', source: source || basename(path), path, format };
    else yield { type: 'skipped', source, reason: `it is none of ${Object.keys(FORMATS).join(', ')}` };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield { type: 'failure', source: source || basename(path), reason: reasonOf(error) };
  }
}

async function* walk(folder: string, source: string, seen: Set<string>): AsyncGenerator<Found> {
  const names = await readdir(folder);
  for (const name of names.sort()) {
    if (!name.startsWith('.'))
      yield* visit(join(folder, name), source === '' ? name : `${source}/${name}`, seen);
  }
}
