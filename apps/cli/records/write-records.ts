import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { listCell } from './csv-cells.ts';
import { EXPORT_COLUMNS, exportedAttachments, exportedRecord } from './exported-document.ts';
import type { ExportedDocument } from './exported-document.ts';
import { writeWholeFile } from './whole-file.ts';

/** The formats that are one stream of records; `writeMarkdownFolder` writes the third one. */
export type StreamFormat = 'jsonl' | 'csv';

const PIECES: Readonly<
  Record<StreamFormat, (documents: AsyncIterable<ExportedDocument>) => AsyncGenerator<string>>
> = { jsonl: jsonLines, csv: csvRows };

/**
 * Writes the documents to `output` no faster than it takes them, and returns how many. The output is not
 * ended: it may be standard output. Rejects with the first error of the documents or of the output.
 */
export async function writeRecords(
  documents: AsyncIterable<ExportedDocument>,
  format: StreamFormat,
  output: Writable,
): Promise<number> {
  const counted = countedDocuments(documents);
  await pipeline(Readable.from(PIECES[format](counted.documents)), output, { end: false });
  return counted.count();
}

/**
 * Writes the documents to a file and returns how many. The file is there when it is whole, and not before.
 * Rejects with the first error of the documents or of the disk, and then leaves the path as it was.
 */
export async function writeRecordFile(
  documents: AsyncIterable<ExportedDocument>,
  format: StreamFormat,
  path: string,
): Promise<number> {
  const counted = countedDocuments(documents);
  await writeWholeFile(path, PIECES[format](counted.documents));
  return counted.count();
}

async function* jsonLines(documents: AsyncIterable<ExportedDocument>): AsyncGenerator<string> {
  for await (const document of documents) {
    const record = { ...exportedRecord(document), attachments: exportedAttachments(document) };
    yield `${JSON.stringify(record)}\n`;
  }
}

async function* csvRows(documents: AsyncIterable<ExportedDocument>): AsyncGenerator<string> {
  yield stringify([EXPORT_COLUMNS]);
  for await (const document of documents) {
    const record = exportedRecord(document);
    const row = EXPORT_COLUMNS.map((column) => cellOf(record[column]));
    // A cell that a spreadsheet would compute gets an apostrophe in front; reading takes it off again.
    yield stringify([row], { escape_formulas: true });
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? '' : listCell(value.map(String));
  return JSON.stringify(value);
}

function countedDocuments(documents: AsyncIterable<ExportedDocument>): {
  documents: AsyncIterable<ExportedDocument>;
  count: () => number;
} {
  let count = 0;
  async function* pass(): AsyncGenerator<ExportedDocument> {
    for await (const document of documents) {
      count += 1;
      yield document;
    }
  }
  return { documents: pass(), count: () => count };
}
