import { checkBackup } from '#backup';
import { MIGRATION_NAMES } from '#database';
import fc from 'fast-check';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { BackupWriter } from '../../libs/backup/file/backup-writer.ts';
import { readBackup } from '../../libs/backup/file/backup-reader.ts';
import type { BackupHeader } from '../../libs/backup/file/format.ts';
import { PrecedentHome } from '../support/precedent-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'precedent-backup-file-'));
const file = join(folder, 'everything');
const HEADER: BackupHeader = {
  ...{ format: 1, id: randomUUID(), application: '0.1.0', madeAt: new Date().toISOString() },
  ...{ migrations: [...MIGRATION_NAMES], tables: [], sequences: [], auditKeys: [] },
};
/** One that is empty, one of one piece, one of three. */
const PARTS: Readonly<Record<string, Buffer>> = {
  'tables/empty': Buffer.alloc(0),
  'tables/some': Buffer.from('1\tone\n2\ttwo\n'),
  [`attachments/${randomUUID()}`]: Buffer.concat([Buffer.alloc(9_000_000, 'abc'), randomBytes(500)]),
};

beforeAll(async () => {
  const writer = await BackupWriter.open(file, new AbortController().signal);
  await writer.begin(HEADER);
  for (const [name, content] of Object.entries(PARTS)) await writer.add(name, inPortions(content));
  await writer.finish({ rows: {}, attachments: 1 });
  await writer.publish();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As a database or a disk gives it. */
async function* inPortions(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
}

it('gives back what it was given, piece by piece, and skips what nobody reads', async () => {
  const read = new Map<string, Buffer>();
  const pieces: number[] = [];
  const { header } = await readBackup(file, {
    part: async ({ name, content }) => {
      if (name === 'tables/some') return;
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      pieces.push(chunks.length);
      read.set(name, Buffer.concat(chunks));
    },
  });
  expect(header).toEqual(HEADER);
  expect(pieces).toEqual([1, 3]);
  for (const [name, content] of Object.entries(PARTS)) {
    if (name !== 'tables/some') expect(read.get(name)!.equals(content)).toBe(true);
  }
});

it('replaces nothing, not even what has appeared under its name meanwhile', async () => {
  const path = join(folder, 'taken');
  const writer = await BackupWriter.open(path, new AbortController().signal);
  await writer.begin(HEADER);
  await writer.finish({ rows: {}, attachments: 0 });
  writeFileSync(path, 'of somebody else');
  await expect(writer.publish()).rejects.toThrow('is not replaced');
  await writer.discard();
  expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
});

it('a file that is given up half way leaves nothing behind', async () => {
  const path = join(folder, 'given-up');
  const stopping = new AbortController();
  const writer = await BackupWriter.open(path, stopping.signal);
  const endless = async function* (): AsyncGenerator<Buffer> {
    for (let number = 0; ; number += 1) {
      if (number === 2_000) stopping.abort();
      yield Buffer.alloc(10_000, number % 251);
    }
  };
  await expect(writer.add('tables/endless', endless())).rejects.toThrow(/abort/i);
  await writer.discard();
  expect(readdirSync(folder).filter((name) => name.includes('given-up'))).toEqual([]);
});

describe('a file that is not as it was written', () => {
  const copy = join(folder, 'copy');
  const refused = /damaged or not complete|not a backup of Precedent/;

  it('is refused wherever it is cut off', async () => {
    const { size } = statSync(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: size - 1 }), async (length) => {
        copyFileSync(file, copy);
        truncateSync(copy, length);
        await expect(checkBackup(copy)).rejects.toThrow(refused);
      }),
      { numRuns: 15, examples: [[0], [size - 1], [size - 40], [size - 41]] },
    );
  });

  it('is refused whichever bit of it has turned', async () => {
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length * 8 - 1 }), async (bit) => {
        const turned = Buffer.from(whole);
        turned[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(copy, turned);
        await expect(checkBackup(copy)).rejects.toThrow(refused);
      }),
      { numRuns: 25, examples: [[0], [5 * 8 - 3], [whole.length * 8 - 1]] },
    );
  });

  it('is refused when it is something else altogether', async () => {
    for (const content of ['', 'Something else.', zstdCompressSync('Something else.')]) {
      writeFileSync(copy, content);
      await expect(checkBackup(copy)).rejects.toThrow(refused);
    }
    await expect(checkBackup(folder)).rejects.toThrow('not a file');
    await expect(checkBackup(join(folder, 'nowhere'))).rejects.toThrow('cannot be read');
  });

  it('is refused when a newer version made it, in words that say so', async () => {
    const path = join(folder, 'newer');
    const writer = await BackupWriter.open(path, new AbortController().signal);
    const { header } = await checkBackup(file);
    await writer.begin({
      ...header,
      application: '9.9.9',
      migrations: [...MIGRATION_NAMES, 'Later1999999999999'],
    });
    await writer.finish({ rows: {}, attachments: 0 });
    await writer.publish();
    await expect(checkBackup(path)).rejects.toThrow(
      /a newer version of Precedent \(9\.9\.9\) made this backup; this one \(\d.*\) does not know Later1999999999999\./,
    );
  });

  it('leaves no trace of a restoration: no database is made, and nothing is written', async () => {
    copyFileSync(file, copy);
    truncateSync(copy, statSync(file).size - 1);
    const home = new PrecedentHome(join(folder, 'nothing'));
    mkdirSync(home.folder);
    const { code, stdout, stderr } = await home.run('restore', copy);
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
      code: 1,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(refused);
    expect(readdirSync(home.folder)).toEqual([]);
  });
});
