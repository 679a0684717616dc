import { chmod, mkdir, symlink } from 'node:fs/promises';
import { countRecords, readRecords } from '../../apps/cli/records/read-records.ts';
import { failuresOf, put, resultsOf, temporaryFolder } from './folder.ts';

const folder = temporaryFolder();
const line = '{"title":"T","summary":"S"}\n';

describe('reading a folder', () => {
  beforeAll(async () => {
    await put(folder.path('tree/b.md'), '# B\n\nText.');
    await put(folder.path('tree/a/z.markdown'), '# Z\n\nText.');
    await put(folder.path('tree/a/B.JSONL'), `${line}\n${line}`);
    await put(folder.path('tree/c.csv'), 'title,summary\nT,"S\nS"\nU,S');
    await put(folder.path('tree/broken.md'), '---\ntitle: [\n---\n');
    await put(folder.path('tree/picture.png'), 'x');
    await put(folder.path('tree/.hidden.md'), '# Hidden\n\nText.');
    await put(folder.path('tree/.git/x.md'), '# Hidden\n\nText.');
    await symlink('..', folder.path('tree/a/up'));
    await symlink('self.md', folder.path('tree/self.md'));
    await symlink('nowhere', folder.path('tree/dangling.md'));
    await symlink('b.md', folder.path('tree/second.md'));
  });

  it('walks it in order, and nothing stops it', async () => {
    const results = await resultsOf(folder.path('tree'));
    const told = results.map((result) =>
      result.type === 'skipped'
        ? `${result.source} skipped: ${result.reason}`
        : `${result.source}:${result.line} ${result.type}`,
    );
    expect(told).toEqual([
      'a/B.JSONL:1 record',
      'a/B.JSONL:3 record',
      'a/up skipped: it was read under another name',
      'a/z.markdown:1 record',
      'b.md:1 record',
      'broken.md:2 failure',
      'c.csv:2 record',
      'c.csv:4 record',
      'dangling.md:1 failure',
      'picture.png skipped: it is none of .md, .markdown, .jsonl, .ndjson, .csv',
      'second.md skipped: it was read under another name',
      'self.md:1 failure',
    ]);
  });

  it('counts about as many records', async () => {
    expect(await countRecords(folder.path('tree'))).toBe(10);
    expect(await countRecords(folder.path('tree/c.csv'))).toBe(2);
    expect(await countRecords(folder.path('nothing'))).toBe(1);
  });

  it('names a single file by its own name', async () => {
    expect(await resultsOf(folder.path('tree/a/z.markdown'))).toMatchObject([
      { source: 'z.markdown', type: 'record' },
    ]);
  });

  it('makes a path that cannot be read a failure', async () => {
    expect(await failuresOf(folder.path('nothing'))).toEqual(['1: there is no such file or folder']);
    expect(await failuresOf(folder.path('tree/picture.png'))).toEqual([
      '1: it is none of .md, .markdown, .jsonl, .ndjson, .csv',
    ]);
  });

  it('goes on after a folder that may not be read', async () => {
    await mkdir(folder.path('closed/a'), { recursive: true });
    await put(folder.path('closed/b.md'), '# B\n\nText.');
    await chmod(folder.path('closed/a'), 0o000);
    // An administrator may read everything, and then the folder is merely empty.
    const types = (await resultsOf(folder.path('closed'))).map(({ type }) => type);
    await chmod(folder.path('closed/a'), 0o700);
    expect(types).toEqual(process.getuid?.() === 0 ? ['record'] : ['failure', 'record']);
  });

  it('reads no further than it is asked', async () => {
    const path = await put(folder.path('long.jsonl'), line.repeat(200_000));
    for await (const result of readRecords(path)) {
      expect(result.type).toBe('record');
      break;
    }
  });
});
