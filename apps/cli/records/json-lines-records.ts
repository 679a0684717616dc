import { lineOfInvalidUtf8, openBytes } from './file-bytes.ts';
import { importRecordOf } from './import-record.ts';
import { ShapeError } from './record-result.ts';
import type { RecordOutcome } from './record-result.ts';
import { lineBoundary, splitRecords } from './split-records.ts';
import type { ByteRecord } from './split-records.ts';

/**
 * The records of a JSON Lines file: one object a line, blank lines passed over. A line that is no record,
 * or longer than 8 MiB, is one failure. Rejects with the system's error when the file cannot be read.
 */
export async function* readJsonLines(path: string): AsyncGenerator<RecordOutcome> {
  for await (const line of splitRecords(await openBytes(path), lineBoundary())) {
    const outcome = outcomeOf(line);
    if (outcome !== null) yield outcome;
  }
}

function outcomeOf({ firstLine: line, bytes }: ByteRecord): RecordOutcome | null {
  if (bytes === null) return { type: 'failure', line, reason: 'the line is longer than 8 MiB' };
  if (lineOfInvalidUtf8(bytes) !== null) {
    return { type: 'failure', line, reason: 'the line is not valid UTF-8' };
  }
  const text = bytes.toString('utf8');
  if (text.trim() === '') return null;
  try {
    return { type: 'record', line, ...importRecordOf(objectOf(text)) };
  } catch (error) {
    if (error instanceof ShapeError) return { type: 'failure', line, reason: error.message };
    throw error;
  }
}

function objectOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ShapeError(`is not JSON: ${(error as SyntaxError).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError('is not a JSON object');
  }
  return value as Record<string, unknown>;
}
