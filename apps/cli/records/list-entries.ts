import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { entryOfCluster, entryOfRow, RecordError, type ListEntry } from '#partners';
import { CsvError, parse } from 'csv-parse';
import { textOfFile } from './file-bytes.ts';

/** One entry of a list's file, or why there is none at this place. */
export type EntryResult =
  { type: 'entry'; place: string; entry: ListEntry } | { type: 'failure'; place: string; reason: string };

/**
 * The entries of a public list: a cluster file (JSON with `values`), or CSV with a header row. A bad entry
 * is one failure and stops no other. Rejects with the system's error when the file cannot be read.
 */
export async function* readListEntries(path: string): AsyncGenerator<EntryResult> {
  if (extname(path).toLowerCase() === '.csv') yield* readRows(path);
  else yield* readCluster(path);
}

async function* readCluster(path: string): AsyncGenerator<EntryResult> {
  let values: unknown;
  try {
    values = (JSON.parse(textOfFile(await readFile(path))) as { values?: unknown }).values;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield { type: 'failure', place: '1', reason: `it is not JSON: ${error.message}` };
    return;
  }
  if (!Array.isArray(values)) {
    yield { type: 'failure', place: '1', reason: 'it has no list "values"' };
    return;
  }
  for (const [index, value] of values.entries())
    yield entryAt(`values[${index}]`, () => entryOfCluster(value));
}

async function* readRows(path: string): AsyncGenerator<EntryResult> {
  const parser = createReadStream(path).pipe(
    parse({ bom: true, columns: true, info: true, skip_empty_lines: true, trim: true }),
  );
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: unknown;
      info: { lines: number };
    }>) {
      line = info.lines;
      yield entryAt(String(line), () => entryOfRow(record));
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield { type: 'failure', place: String(line + 1), reason: `${error.message}; the rest is not read` };
  }
}

function entryAt(place: string, read: () => ListEntry): EntryResult {
  try {
    return { type: 'entry', place, entry: read() };
  } catch (error) {
    if (error instanceof RecordError) return { type: 'failure', place, reason: error.message };
    throw error;
  }
}
