import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readJsonObjects } from '../../apps/cli/records/json-objects.ts';

const folder = mkdtempSync(join(tmpdir(), 'precedent-objects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a file with this text gives: values, and reasons with their lines. */
async function read(text: string | Buffer): Promise<unknown[]> {
  const path = join(folder, 'objects.json');
  writeFileSync(path, text);
  const found: unknown[] = [];
  for await (const one of readJsonObjects(path)) {
    found.push(one.type === 'object' ? one.value : `${one.line}: ${one.reason.split(':')[0]}`);
  }
  return found;
}

const A = { id: 'a', text: 'with "quotes", \\ and } { [ ]' };
const B = { id: 'b', deep: [{ x: { y: 1 } }] };

test.each([
  ['JSON Lines', `${JSON.stringify(A)}\n${JSON.stringify(B)}\n`],
  ['JSON Lines with blank ones', `\n${JSON.stringify(A)}\r\n\n  ${JSON.stringify(B)}`],
  ['an array on one line', JSON.stringify([A, B])],
  ['an array laid out', JSON.stringify([A, B], null, 4)],
  ['an array with a byte order mark', `\ufeff${JSON.stringify([A, B], null, 1)}\n`],
])('%s', async (_name, text) => {
  expect(await read(text)).toEqual([A, B]);
});

test.each([
  ['one object on one line', JSON.stringify(B)],
  ['one object laid out', JSON.stringify(B, null, 2)],
])('%s', async (_name, text) => {
  expect(await read(text)).toEqual([B]);
});

test('a bad line is one failure, with its line, and the others are read', async () => {
  const lines = [JSON.stringify(A), '{"id": ', '"text"', JSON.stringify(B), '7'];
  expect(await read(lines.join('\n'))).toEqual([
    A,
    '2: it is not JSON',
    '3: it is not a JSON object',
    B,
    '5: it is not a JSON object',
  ]);
});

test('a bad element of an array is one failure, with its line, and the others are read', async () => {
  const text = `[\n  ${JSON.stringify(A)},\n\n  {"id": nothing},\n  ${JSON.stringify(B)}\n]\n`;
  expect(await read(text)).toEqual([A, '4: it is not JSON', B]);
});

test('what is not UTF-8 is a failure', async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"id": "'),
    Buffer.from([0xff]),
    Buffer.from('"}\n{"id": "b"}\n'),
  ]);
  expect(await read(bytes)).toEqual(['1: the record is not valid UTF-8', { id: 'b' }]);
});

test('a file that is not there, and one that is empty', async () => {
  expect(await read('')).toEqual([]);
  const found: unknown[] = [];
  for await (const one of readJsonObjects(join(folder, 'nowhere.json'))) found.push(one);
  expect(found).toEqual([{ type: 'failure', line: 1, reason: 'there is no such file or folder' }]);
});

test('whatever objects are written, in either form, the same are read', async () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(objects, fc.constantFrom(undefined, 2), async (written, indent) => {
      const same = JSON.parse(JSON.stringify(written)) as unknown[];
      expect(await read(JSON.stringify(written, null, indent))).toEqual(same);
      expect(await read(written.map((one) => JSON.stringify(one)).join('\n'))).toEqual(same);
    }),
    { numRuns: 60 },
  );
});
