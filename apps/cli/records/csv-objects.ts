import { CsvError, parse } from 'csv-parse/sync';
import { cellValue, isNestedColumn, setNested } from './csv-cells.ts';
import { lineOfInvalidUtf8, openBytes } from './file-bytes.ts';
import { ShapeError } from './record-result.ts';
import { csvBoundary, splitRecords } from './split-records.ts';
import type { ByteRecord } from './split-records.ts';

/** One row below the header, or why there is none at this place. `line` counts from 1. */
export type CsvOutcome =
  | { type: 'object'; line: number; value: Record<string, unknown> }
  | { type: 'failure'; line: number; reason: string };

/**
 * The rows of a CSV file as objects by the names of its header, which must name `required`. A row that
 * cannot be read is one failure and the next one is read; without a usable header nothing is. Rejects with
 * the system's error when the file cannot be read.
 *
 * Rows are separated here and only their cells are left to csv-parse: as a stream it counts a CRLF inside
 * a quoted cell as two lines, and after a stray quote it cannot tell one bad row from the next.
 */
export async function* readCsvObjects(path: string, required: string): AsyncGenerator<CsvOutcome> {
  let header: string[] | null = null;
  for await (const row of splitRecords(await openBytes(path), csvBoundary())) {
    try {
      const cells = cellsOf(row);
      if (cells.every((cell) => cell.trim() === '')) continue;
      if (header === null) header = headerOf(cells, required);
      else yield { type: 'object', line: row.firstLine, value: objectOf(header, cells) };
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const reason = header === null ? `${error.message}; the file is not read` : error.message;
      yield { type: 'failure', line: row.firstLine, reason };
      if (header === null) return;
    }
  }
}

function cellsOf({ firstLine, lastLine, bytes }: ByteRecord): string[] {
  const lost = lastLine > firstLine ? ` (lines ${firstLine} to ${lastLine} are passed over)` : '';
  if (bytes === null) throw new ShapeError(`the row is longer than 8 MiB${lost}`);
  const invalid = lineOfInvalidUtf8(bytes);
  if (invalid !== null) throw new ShapeError(`line ${firstLine + invalid - 1} is not valid UTF-8`);
  try {
    const text = bytes.toString('utf8').replace(/\r?\n$/, '');
    // Given, because the default would guess it, from whatever line breaks a quoted cell may have.
    const rows = parse(text, { record_delimiter: '\n', relax_column_count: true });
    return rows[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) throw new ShapeError(`${syntaxReason(error)}${lost}`);
    throw error;
  }
}

function syntaxReason({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quoted cell is never closed';
  return 'a quote stands inside a cell; the cell must be quoted and the quote doubled';
}

function headerOf(cells: readonly string[], required: string): string[] {
  // A spreadsheet's empty column at the edge has no name and, as a rule, no values.
  const names = cells.map((cell, index) => cell.trim() || `column ${index + 1}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ShapeError(`the header row has the column ${twice} twice`);
  if (!names.includes(required)) throw new ShapeError(`the header row has no column ${required}`);
  return names;
}

/** A record's keys and values. An empty cell is a key that is not given. */
function objectOf(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  if (cells.length !== header.length) {
    throw new ShapeError(`the row has ${cells.length} cells where the header has ${header.length}`);
  }
  const values: [string, unknown][] = [];
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? '';
    if (cell !== '') values.push([name, cellValue(name, cell)]);
  }
  // Own properties whatever they are called, `__proto__` included.
  const raw: Record<string, unknown> = Object.fromEntries(values.filter(([name]) => !isNestedColumn(name)));
  for (const [name, value] of values) {
    if (isNestedColumn(name)) setNested(raw, name, value);
  }
  return raw;
}
