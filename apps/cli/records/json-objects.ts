import { lineOfInvalidUtf8, openBytes } from './file-bytes.ts';
import { reasonOf, isSystemError } from './find-files.ts';
import { lineBoundary, splitRecords, type ByteRecord } from './split-records.ts';

const [OPEN, CLOSE, QUOTE, BACKSLASH] = [0x7b, 0x7d, 0x22, 0x5c];
/** How much of a file is looked at to tell JSON Lines from a JSON array. */
const SAMPLE = 256 * 1024;

/** One object of a file, or why there is none at this place. `line` counts from 1. */
export type JsonOutcome =
  { type: 'object'; line: number; value: unknown } | { type: 'failure'; line: number; reason: string };

/**
 * The objects of a file, one at a time: JSON Lines, a JSON array however it is laid out, or one object. What
 * is no object is one failure and the next one is read.
 */
export async function* readJsonObjects(path: string): AsyncGenerator<JsonOutcome> {
  try {
    const boundary = (await isJsonLines(path)) ? lineBoundary() : objectBoundary();
    for await (const piece of splitRecords(await openBytes(path), boundary)) {
      const outcome = outcomeOf(piece);
      if (outcome !== null) yield outcome;
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield { type: 'failure', line: 1, reason: reasonOf(error) };
  }
}

/** Lines are records if the first one that is not blank is a whole object, or is not even the start of one. */
async function isJsonLines(path: string): Promise<boolean> {
  let sample = '';
  for await (const chunk of await openBytes(path)) {
    sample += chunk.toString('latin1');
    if (sample.length > SAMPLE || /\S.*\n/.test(sample)) break;
  }
  const line = sample.split('\n').find((one) => one.trim() !== '') ?? '';
  if (line.trimStart().startsWith('[')) return false;
  return !/^\s*\{\s*$/.test(line) && (sample.includes('\n') || /\}\s*$/.test(line));
}

/** An object ends where its outermost brace closes; what stands between two objects goes to the later one. */
function objectBoundary(): ReturnType<typeof lineBoundary> {
  let depth = 0;
  let inText = false;
  let escaped = false;
  const ends = (byte: number): boolean => {
    if (inText) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inText = false;
      return false;
    }
    if (byte === QUOTE) inText = depth > 0;
    else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) depth = Math.max(depth - 1, 0);
    return byte === CLOSE && depth === 0;
  };
  return {
    endIn(chunk, from) {
      for (let index = from; index < chunk.length; index += 1) if (ends(chunk[index]!)) return index + 1;
      return -1;
    },
  };
}

function outcomeOf({ firstLine, bytes }: ByteRecord): JsonOutcome | null {
  if (bytes === null) return { type: 'failure', line: firstLine, reason: 'the record is longer than 8 MiB' };
  if (lineOfInvalidUtf8(bytes) !== null) {
    return { type: 'failure', line: firstLine, reason: 'the record is not valid UTF-8' };
  }
  const text = bytes.toString('utf8');
  const between = /^[\s,[\]]*/.exec(text)![0];
  const line = firstLine + between.split('\n').length - 1;
  const own = text.slice(between.length).trim();
  if (own === '') return null;
  try {
    const value: unknown = JSON.parse(own);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { type: 'object', line, value };
    }
    return { type: 'failure', line, reason: 'it is not a JSON object' };
  } catch (error) {
    return { type: 'failure', line, reason: `it is not JSON: ${(error as SyntaxError).message}` };
  }
}
