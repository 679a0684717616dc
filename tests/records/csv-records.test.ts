import { failuresOf, put, recordOf, resultsOf, temporaryFolder } from './folder.ts';

const folder = temporaryFolder();
let next = 0;
const csv = (text: string | Buffer): Promise<string> => put(folder.path(`file-${(next += 1)}.csv`), text);

describe('a CSV file', () => {
  it('gives lists, objects, dotted columns and texts', async () => {
    const path = await csv(
      '\ufefftitle, summary ,topics,partners,details,details.caseStudy.decision,details.caseStudy.riskAreas,sharing.level,note\r\n' +
        'One,"S, with ""quotes""",a; b ;,"[""x;y"", ""z""]","{""caseStudy"":{""outcome"":""ok""}}",PROCEEDED,EXPORT_CONTROL;DEPENDENCY,COMMUNITY,n\r\n',
    );
    const { record, warnings, line } = await recordOf(path);
    expect({ line, warnings }).toEqual({ line: 2, warnings: ['unknown keys: note'] });
    expect(record).toMatchObject({
      title: 'One',
      summary: 'S, with "quotes"',
      topics: ['a', 'b'],
      partners: ['x;y', 'z'],
      details: {
        caseStudy: { outcome: 'ok', decision: 'PROCEEDED', riskAreas: ['EXPORT_CONTROL', 'DEPENDENCY'] },
      },
      sharing: { level: 'COMMUNITY' },
      countries: [],
      kind: null,
    });
  });

  it('gives the line where a record starts, whatever line breaks its cells have', async () => {
    const path = await csv('title,summary,body\r\nOne,S,"a\r\nb\nc"\r\n\r\n,,\r\nTwo,S,\r\n');
    expect(await resultsOf(path)).toMatchObject([
      { type: 'record', line: 2, record: { body: 'a\r\nb\nc' } },
      { type: 'record', line: 7, record: { title: 'Two' } },
    ]);
  });

  it('loses no more than the bad rows', async () => {
    const path = await csv(
      [
        'title,summary,body',
        'A 5" disk,S,',
        'Good one,S,',
        '"He said "no" to it",S,"two',
        'lines"',
        'Good two,S,',
        'Short,S',
        'Good three,S,',
        '"Text" after,S,',
        'Lost with it,"S",',
        'Good four,S,',
        'Never closed,S,"and so',
        'on',
      ].join('\n'),
    );
    const results = await resultsOf(path);
    expect(results.flatMap((result) => (result.type === 'record' ? [result.record.title] : []))).toEqual([
      'Good one',
      'Good two',
      'Good three',
      'Good four',
    ]);
    const quote = 'a quote stands inside a cell; the cell must be quoted and the quote doubled';
    expect(await failuresOf(path)).toEqual([
      `2: ${quote}`,
      `4: ${quote} (lines 4 to 5 are passed over)`,
      '7: the row has 2 cells where the header has 3',
      `9: ${quote} (lines 9 to 10 are passed over)`,
      '12: a quoted cell is never closed (lines 12 to 13 are passed over)',
    ]);
  });

  it.each([
    ['name,summary\nA,S\n', '1: the header row has no column title; the file is not read'],
    ['title;summary\nA;S\n', '1: the header row has no column title; the file is not read'],
    ['title,body,title\nA,S,B\n', '1: the header row has the column title twice; the file is not read'],
    ['title,details\nA,{x}\n', expect.stringMatching(/^2: details is not JSON: /)],
    [
      'title,summary,details,details.a\nA,S,"{""a"":1}",2\n',
      '2: the column details.a contradicts another column',
    ],
    [
      'title,summary,sharing.level,sharing.level.x\nA,S,b,c\n',
      '2: the column sharing.level.x contradicts another column',
    ],
    ['title,summary,kind\nA,S,POEM\n', expect.stringMatching(/^2: kind must be one of/)],
  ])('is one failure: %j', async (text, failure) => {
    expect(await failuresOf(await csv(text))).toEqual([failure]);
  });

  it('passes over rows that are not UTF-8 or longer than 8 MiB, and goes on', async () => {
    const rows = [
      Buffer.from('title,summary\n'),
      Buffer.from('"two\ncaf\xe9",S\n', 'latin1'),
      Buffer.from(`Long,"${'x\n'.repeat(4 * 1024 * 1024)}"\n`),
      Buffer.from('Fine,S\n'),
    ];
    const path = await csv(Buffer.concat(rows));
    const last = 4 + 4 * 1024 * 1024;
    expect(await failuresOf(path)).toEqual([
      '2: line 3 is not valid UTF-8',
      `4: the row is longer than 8 MiB (lines 4 to ${last} are passed over)`,
    ]);
    expect((await resultsOf(path)).at(-1)).toMatchObject({ type: 'record', line: last + 1 });
  });

  it('takes the apostrophe off that keeps a spreadsheet from computing', async () => {
    const { record } = await recordOf(await csv("title,summary,body\n'=A1,'tis,'- item\n"));
    expect(record).toMatchObject({ title: '=A1', summary: "'tis", body: '- item' });
  });

  it('knows no columns that would poison prototypes', async () => {
    const { record, warnings } = await recordOf(
      await csv('title,summary,details.__proto__.x,__proto__\nA,S,1,2\n'),
    );
    expect(warnings).toEqual(['unknown keys: details.__proto__.x, __proto__']);
    expect(record.details).toBeNull();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('of no rows gives nothing', async () => {
    expect(await resultsOf(await csv(''))).toEqual([]);
    expect(await resultsOf(await csv('title,summary\n'))).toEqual([]);
  });
});
