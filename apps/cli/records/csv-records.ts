import { readCsvObjects } from './csv-objects.ts';
import { importRecordOf } from './import-record.ts';
import { ShapeError } from './record-result.ts';
import type { RecordOutcome } from './record-result.ts';

/**
 * The records of a CSV file: commas, double quotes, a header row with the names, UTF-8. A row that cannot
 * be read is one failure and the next one is read; without a usable header nothing is. Rejects with the
 * system's error when the file cannot be read.
 */
export async function* readCsv(path: string): AsyncGenerator<RecordOutcome> {
  for await (const row of readCsvObjects(path, 'title')) {
    if (row.type === 'failure') yield row;
    else yield outcomeOf(row.line, row.value);
  }
}

function outcomeOf(line: number, value: Record<string, unknown>): RecordOutcome {
  try {
    return { type: 'record', line, ...importRecordOf(value) };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return { type: 'failure', line, reason: error.message };
  }
}
