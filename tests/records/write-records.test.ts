import { readdir, readFile, stat } from 'node:fs/promises';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import type { ExportedDocument } from '../../apps/cli/records/exported-document.ts';
import { writeMarkdownFolder } from '../../apps/cli/records/write-markdown.ts';
import { writeRecordFile, writeRecords } from '../../apps/cli/records/write-records.ts';
import { put, temporaryFolder } from './folder.ts';

const folder = temporaryFolder();

const DOCUMENT: ExportedDocument = {
  id: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
  kind: 'CASE_STUDY',
  state: 'PUBLISHED',
  title: 'Joint centre in optics: what we learnt',
  summary: 'A summary.',
  body: '- item',
  language: 'en',
  topics: ['optics', 'a;b'],
  countries: ['CN', 'GB'],
  institution: null,
  publishedAt: '2026-01-02T03:04:05.000Z',
  updatedAt: '2026-01-02T03:04:05.000Z',
  reviewBy: null,
  tlp: 'AMBER_STRICT',
  level: 'GROUPS',
  versionNumber: 3,
  details: { caseStudy: { decision: 'DECLINED' } },
};

async function* documents(...changes: Partial<ExportedDocument>[]): AsyncGenerator<ExportedDocument> {
  for (const change of changes) yield { ...DOCUMENT, ...change };
}

async function written(format: 'jsonl' | 'csv', ...changes: Partial<ExportedDocument>[]): Promise<string> {
  const output = new PassThrough();
  const content = text(output);
  expect(await writeRecords(documents(...changes), format, output)).toBe(changes.length);
  expect(output.writableEnded).toBe(false);
  output.end();
  return content;
}

describe('writing a stream', () => {
  it('writes a line of JSON for every document, the label first, in the spelling of the standard', async () => {
    const labels = ['RED', 'AMBER_STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
    const lines = (await written('jsonl', ...labels.map((tlp) => ({ tlp })))).trimEnd().split('\n');
    expect(lines.map((line) => /^\{"tlp":"([^"]*)"/.exec(line)?.[1])).toEqual([
      'TLP:RED',
      'TLP:AMBER+STRICT',
      'TLP:AMBER',
      'TLP:GREEN',
      'TLP:CLEAR',
    ]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ ...DOCUMENT, tlp: 'TLP:RED', partners: [] });
  });

  it('writes nothing but the fields of an exported document', async () => {
    const row = { ...DOCUMENT, author: 'not for export' };
    expect(await written('jsonl', row)).not.toContain('not for export');
    expect(await written('csv', row)).not.toContain('not for export');
  });

  it.each(['=', '+', '-', '@', '\t', '\r'])('writes no CSV cell that starts with %j', async (sign) => {
    const content = await written('csv', {
      title: `${sign}cmd`,
      body: `${sign}1`,
      topics: [`${sign}x`],
      countries: [],
    });
    const rows: string[][] = parse(content);
    expect(rows).toHaveLength(2);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('writes the header of a CSV file without documents', async () => {
    expect(await written('csv')).toMatch(/^tlp,id,kind,state,title,.*,details\n$/);
    expect(await written('jsonl')).toBe('');
  });

  it('goes no faster than its reader', async () => {
    let made = 0;
    let taken = 0;
    let ahead = 0;
    async function* many(): AsyncGenerator<ExportedDocument> {
      for (; made < 300; made += 1) yield { ...DOCUMENT, body: 'x'.repeat(1000) };
    }
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        ahead = Math.max(ahead, made - taken);
        taken += 1;
        setImmediate(done);
      },
    });
    await writeRecords(many(), 'jsonl', slow);
    expect(taken).toBe(300);
    // A few wait in the streams between; never all of them.
    expect(ahead).toBeLessThan(50);
  });

  it('rejects when the output breaks', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    await expect(writeRecords(documents({}, {}), 'jsonl', broken)).rejects.toThrow('EPIPE');
  });
});

describe('writing files', () => {
  it('replaces a file when the new one is whole, and only then', async () => {
    const path = await put(folder.path('out/records.jsonl'), 'before');
    async function* failing(): AsyncGenerator<ExportedDocument> {
      yield DOCUMENT;
      throw new Error('the database went away');
    }
    await expect(writeRecordFile(failing(), 'jsonl', path)).rejects.toThrow('went away');
    expect(await readdir(folder.path('out'))).toEqual(['records.jsonl']);
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await writeRecordFile(documents({}, {}), 'jsonl', path)).toBe(2);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(3);
    expect(await readdir(folder.path('out'))).toEqual(['records.jsonl']);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('writes a Markdown file a document, with the label twice', async () => {
    const out = folder.path('markdown/new');
    expect(await writeMarkdownFolder(documents({}), out)).toBe(1);
    const [name = ''] = await readdir(out);
    expect(name).toBe('joint-centre-in-optics-what-we-learnt-1b9d6bcd.md');
    const content = await readFile(`${out}/${name}`, 'utf8');
    expect(content).toMatch(/^---\ntlp: TLP:AMBER\+STRICT\nid: 1b9d6bcd/);
    expect(content.split('---\n')[2]).toBe('\n> TLP:AMBER+STRICT\n\n- item\n');
  });

  it('names files for any title, and never two alike', async () => {
    const out = folder.path('names');
    const ids = ['aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002'];
    const count = await writeMarkdownFolder(
      documents(
        { id: ids[0], title: '联合研究中心：出口管制' },
        { id: ids[1], title: '联合研究中心：出口管制' },
        { id: ids[0], title: '../../etc/passwd' },
        { id: ids[0], title: '???' },
        { id: ids[0], title: '𠮷'.repeat(300) },
      ),
      out,
    );
    expect(count).toBe(5);
    expect((await readdir(out)).sort()).toEqual([
      'document-aaaaaaaa.md',
      'etc-passwd-aaaaaaaa.md',
      '联合研究中心-出口管制-aaaaaaaa.md',
      '联合研究中心-出口管制-aaaaaaaa000040008000000000000002.md',
      `${'𠮷'.repeat(40)}-aaaaaaaa.md`,
    ]);
  });
});
