import { failuresOf, put, recordOf, resultsOf, temporaryFolder } from './folder.ts';

const folder = temporaryFolder();

describe('a JSON Lines file', () => {
  it('gives a record for every object, with its line, and a failure for everything else', async () => {
    const path = await put(
      folder.path('mixed.jsonl'),
      [
        '\ufeff{"title":"One","body":"First paragraph.\\n\\nSecond.","unknown":1,"other":2}',
        '',
        '{"title":"Two","summary":"S","kind":"guidance","topics":["a"]}\r',
        '{"title":"Three",',
        '[1]',
        '{"title":"Four","summary":"S","topics":"a"}',
        '{"title":5,"summary":"S"}',
        '{"summary":"S"}',
        '{"title":"Six","body":"  "}',
        '{"title":"Last","summary":"S","details":null}',
      ].join('\n'),
    );
    const results = await resultsOf(path);
    expect(results).toMatchObject([
      {
        type: 'record',
        source: 'mixed.jsonl',
        line: 1,
        warnings: ['unknown keys: unknown, other'],
        record: { summary: 'First paragraph.' },
      },
      { type: 'record', line: 3, warnings: [], record: { kind: 'GUIDANCE', topics: ['a'], body: '' } },
      { type: 'failure', line: 4, reason: expect.stringMatching(/^is not JSON: /) as string },
      { type: 'failure', line: 5, reason: 'is not a JSON object' },
      { type: 'failure', line: 6, reason: 'topics must be a list of texts' },
      { type: 'failure', line: 7, reason: 'title must be a text' },
      { type: 'failure', line: 8, reason: 'has no title' },
      { type: 'failure', line: 9, reason: 'has neither text nor summary' },
      { type: 'record', line: 10, record: { details: null } },
    ]);
  });

  it('passes over a line longer than 8 MiB or not in UTF-8, and goes on', async () => {
    const long = Buffer.from(`{"title":"Long","body":"${'x'.repeat(8 * 1024 * 1024)}"}\n`);
    const latin = Buffer.from('{"title":"caf\xe9","summary":"S"}\n', 'latin1');
    const fine = Buffer.from('{"title":"Fine","summary":"S"}\n');
    const path = await put(folder.path('bytes.ndjson'), Buffer.concat([fine, long, latin, fine]));
    expect(await resultsOf(path)).toMatchObject([
      { type: 'record', line: 1 },
      { type: 'failure', line: 2, reason: 'the line is longer than 8 MiB' },
      { type: 'failure', line: 3, reason: 'the line is not valid UTF-8' },
      { type: 'record', line: 4 },
    ]);
  });

  it('reads characters that lie across the chunks of the file', async () => {
    const body = '联合研究🧪é'.repeat(60_000);
    const path = await put(folder.path('wide.jsonl'), JSON.stringify({ title: 'T', summary: 'S', body }));
    expect((await recordOf(path)).record.body).toBe(body);
  });

  it('refuses values nested without end', async () => {
    const deep = `{"title":"T","summary":"S","details":{"x":${'['.repeat(5000)}${']'.repeat(5000)}}}`;
    const path = await put(folder.path('deep.jsonl'), deep);
    expect(await failuresOf(path)).toEqual(['1: a value is nested more than 100 levels deep']);
  });

  it('hashes what a record says: not its key order, its external id or its format', async () => {
    const hashOf = async (name: string, text: string): Promise<string> =>
      (await recordOf(await put(folder.path(name), text))).record.contentHash;
    const one = await hashOf(
      'a.jsonl',
      '{"title":"T","summary":"S","body":"B","details":{"a":1,"b":[2]},"externalId":"x"}',
    );
    expect(await hashOf('b.jsonl', '{"details":{"b":[2],"a":1},"body":"B","summary":"S","title":"T"}')).toBe(
      one,
    );
    expect(await hashOf('c.md', '---\ntitle: T\nsummary: S\ndetails: {b: [2], a: 1}\n---\nB')).toBe(one);
    expect(await hashOf('d.csv', 'title,summary,body,details\nT,S,B,"{""a"":1,""b"":[2]}"')).toBe(one);
    expect(
      await hashOf('e.jsonl', '{"title":"T","summary":"S","body":"B!","details":{"a":1,"b":[2]}}'),
    ).not.toBe(one);
  });

  it('takes a UUID as the external id of an export, and no other id', async () => {
    const id = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
    const own = {
      title: 'T',
      summary: 'S',
      id,
      state: 'PUBLISHED',
      versionNumber: 2,
      level: 'GROUPS',
      tlp: 'TLP:AMBER+STRICT',
    };
    const ours = await recordOf(await put(folder.path('ours.jsonl'), JSON.stringify(own)));
    expect(ours.warnings).toEqual([]);
    expect(ours.record).toMatchObject({ externalId: id, sharing: { level: 'GROUPS', tlp: 'AMBER_STRICT' } });
    const theirs = await recordOf(
      await put(folder.path('theirs.jsonl'), JSON.stringify({ ...own, id: 'overview' })),
    );
    expect(theirs.warnings).toEqual(['unknown keys: id, state, versionNumber, level']);
    expect(theirs.record).toMatchObject({ externalId: null, sharing: { tlp: 'AMBER_STRICT' } });
  });
});
