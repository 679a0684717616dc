import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readRecords } from '../../apps/cli/records/read-records.ts';
import type { ImportRecord, RecordResult } from '../../apps/cli/records/record-result.ts';

/** A temporary folder for one test file; gone after it. */
export function temporaryFolder(): { path: (name?: string) => string } {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'precedent-records-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  return { path: (name = '') => join(root, name) };
}

export async function put(path: string, content: string | Buffer): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

export async function resultsOf(path: string): Promise<RecordResult[]> {
  const results: RecordResult[] = [];
  for await (const result of readRecords(path)) results.push(result);
  return results;
}

/** The one record of a file; anything else fails the test. */
export async function recordOf(
  path: string,
): Promise<{ record: ImportRecord; warnings: string[]; line: number }> {
  const results = await resultsOf(path);
  const [result] = results;
  if (results.length !== 1 || result?.type !== 'record') throw new Error(JSON.stringify(results));
  return result;
}

/** The failures of a file as `line: reason`. */
export async function failuresOf(path: string): Promise<string[]> {
  const results = await resultsOf(path);
  return results.flatMap((result) => (result.type === 'failure' ? [`${result.line}: ${result.reason}`] : []));
}
