import { createReadStream } from 'node:fs';
import { readCsv } from './csv-records.ts';
import { findFiles, isSystemError, reasonOf } from './find-files.ts';
import type { FoundFile, RecordFormat } from './find-files.ts';
import { readJsonLines } from './json-lines-records.ts';
import { readMarkdown } from './markdown-records.ts';
import type { RecordOutcome, RecordResult } from './record-result.ts';
import { csvBoundary, lineBoundary } from './split-records.ts';

const READERS: Readonly<Record<RecordFormat, (path: string) => AsyncGenerator<RecordOutcome>>> = {
  markdown: readMarkdown,
  jsonl: readJsonLines,
  csv: readCsv,
};

/**
 * Everything that the file or folder at `path` gives: records, failures, and files that were skipped. A bad
 * record or file is one failure and stops nothing else; a path that does not exist is a failure too. Records
 * are read one at a time, as they are asked for.
 */
export async function* readRecords(path: string): AsyncGenerator<RecordResult> {
  for await (const found of findFiles(path)) {
    if (found.type === 'file') yield* readFound(found);
    else if (found.type === 'skipped') yield { type: 'skipped', source: found.source, reason: found.reason };
    else yield { type: 'failure', source: found.source, line: 1, reason: found.reason };
  }
}

async function* readFound({ source, path, format }: FoundFile): AsyncGenerator<RecordResult> {
  let line = 1;
  try {
    for await (const outcome of READERS[format](path)) {
      line = outcome.line;
      yield { ...outcome, source };
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield { type: 'failure', source, line, reason: reasonOf(error) };
  }
}

/**
 * About how many results `readRecords` will give, skipped files aside: one for a Markdown file, a line of
 * JSON Lines or a row of CSV below the header. Blank lines make it too high and nothing is checked, so it is
 * for a progress bar only. A file that cannot be read counts as one.
 */
export async function countRecords(path: string): Promise<number> {
  let total = 0;
  for await (const found of findFiles(path)) {
    if (found.type === 'file') total += await countIn(found);
    else if (found.type === 'failure') total += 1;
  }
  return total;
}

async function countIn({ path, format }: FoundFile): Promise<number> {
  if (format === 'markdown') return 1;
  const boundary = format === 'csv' ? csvBoundary() : lineBoundary();
  let records = 0;
  let isOpen = false;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = boundary.endIn(chunk, start); end >= 0; end = boundary.endIn(chunk, start)) {
        records += 1;
        start = end;
      }
      isOpen = start < chunk.length;
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 1;
  }
  if (isOpen) records += 1;
  return format === 'csv' ? Math.max(0, records - 1) : records;
}
