import { failuresOf, put, recordOf, temporaryFolder } from './folder.ts';

const folder = temporaryFolder();
let next = 0;
const markdown = (text: string | Buffer): Promise<string> => put(folder.path(`file-${(next += 1)}.md`), text);

const FULL = `---
title: Working with joint centres
externalId: 00123
kind: case-study
summary: |
  What we did,
  and why.
language: en
topics: [5G, 2024, true]
countries:
  - NO
  - CN
partners: https://ror.org/052gg0110
reviewBy: 2027-01-31
details:
  caseStudy: { decision: PROCEEDED, riskAreas: [EXPORT_CONTROL] }
sharing:
  level: COMMUNITY
  tlp: TLP:AMBER+STRICT
---

The text.

`;

describe('a Markdown file', () => {
  it('gives its front matter and its text', async () => {
    const { record, warnings, line } = await recordOf(await markdown(FULL));
    expect({ line, warnings }).toEqual({ line: 1, warnings: [] });
    expect(record).toEqual({
      externalId: '00123',
      kind: 'CASE_STUDY',
      title: 'Working with joint centres',
      summary: 'What we did,\nand why.',
      body: 'The text.',
      language: 'en',
      topics: ['5G', '2024', 'true'],
      countries: ['NO', 'CN'],
      partners: ['https://ror.org/052gg0110'],
      reviewBy: '2027-01-31',
      details: { caseStudy: { decision: 'PROCEEDED', riskAreas: ['EXPORT_CONTROL'] } },
      sharing: { level: 'COMMUNITY', tlp: 'AMBER_STRICT' },
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('is the same record with CRLF and a byte order mark', async () => {
    const plain = await recordOf(await markdown(FULL));
    const windows = await recordOf(await markdown(`\ufeff${FULL.replaceAll('\n', '\r\n')}`));
    expect(windows.record).toEqual(plain.record);
  });

  it('takes a missing title from the first heading, but not from a code block', async () => {
    const text = 'Intro.\n\n```\n# comment\n```\n\n## Second *level*\n\n# The **real** title #\n';
    const { record } = await recordOf(await markdown(text));
    expect(record).toMatchObject({ title: 'The real title', summary: 'Intro.' });
  });

  it('may have front matter that is empty, or none', async () => {
    for (const head of ['', '---\n---\n', '---\n# nothing yet\n...\n']) {
      const { record } = await recordOf(await markdown(`${head}\n# Title\n\nText.\n\n---\n\nMore.\n`));
      expect(record).toMatchObject({ title: 'Title', body: '# Title\n\nText.\n\n---\n\nMore.' });
    }
  });

  it.each([
    ['description: Given.', 'Given.'],
    ['summary: ""\ndescription: " "', 'First paragraph with a link and code, over two lines.'],
  ])('takes a missing summary from elsewhere: %s', async (head, summary) => {
    const body =
      '# Heading\n\n- list\n\n*First* paragraph with a [link](https://x.example)\nand `code`, over<br> two lines.\n\nNext.';
    const { record } = await recordOf(await markdown(`---\ntitle: T\n${head}\n---\n${body}`));
    expect(record.summary).toBe(summary);
  });

  it('cuts a long first paragraph between words, in any script', async () => {
    const english = await recordOf(await markdown(`# T\n\n${'research security '.repeat(60)}`));
    expect(english.record.summary).toHaveLength(495);
    expect(english.record.summary).toMatch(/ research…$/);
    const chinese = await recordOf(await markdown(`# T\n\n${'联合研究中心的出口管制'.repeat(80)}`));
    expect([...chinese.record.summary].length).toBeLessThanOrEqual(500);
    expect([...chinese.record.summary].length).toBeGreaterThan(490);
    const emoji = await recordOf(await markdown(`# T\n\n${'🧪'.repeat(600)}`));
    expect(emoji.record.summary.isWellFormed()).toBe(true);
  });

  it.each([
    ['topic: Exporting', ['Exporting'], []],
    ['tags: [a, b]', ['a', 'b'], []],
    ['topic: { name: Importing, url: /x }', ['Importing'], []],
    ['topics: [a]\ntags: [b]\nlayout: x', ['a'], ['unknown keys: tags, layout']],
    ['tags: { a: 1 }', [], ['unknown keys: tags']],
  ])('reads topics and reports what it does not know: %s', async (head, topics, expected) => {
    const { record, warnings } = await recordOf(await markdown(`---\ntitle: T\n${head}\n---\nText`));
    expect(record.topics).toEqual(topics);
    expect(warnings).toEqual(expected);
  });

  it.each([
    ['', '1: has no title'],
    ['Only text.', '1: has no title'],
    ['---\ntitle: T\n---\n\n', '1: has neither text nor summary'],
    ['---\ntitle: T\n---\n<!-- nothing -->', '1: has no summary, and its text has no words to take one from'],
    ['---\ntitle: T\n', '1: the front matter is not closed by a line of ---'],
    ['---\njust words\n---\nText', '2: the front matter is not a list of keys and values'],
    ['---\nlayout: x\ntitle: A: b\n---\nText', expect.stringMatching(/^3: .* must be quoted\)$/)],
    [
      '---\r\ntitle: T\r\n\r\ntopics: [a\r\n---\r\nText',
      expect.stringMatching(/^4: the front matter is not YAML/),
    ],
    ['---\ntitle: T\ntitle: U\n---\nText', expect.stringMatching(/^3: .*unique/)],
    ['---\ntitle: T\ncountries: { a: b }\n---\nText', '3: countries must be a list of texts'],
    [
      '---\nkind: POEM\ntitle: [T]\n---\nText',
      expect.stringMatching(/^2: kind must be one of GUIDANCE.*; title must be a text$/),
    ],
    ['---\ntitle: T\nsharing: everyone\n---\nText', '3: sharing must be an object'],
    ['---\ntitle: T\ntlp: purple\n---\nText', '3: tlp is not a TLP 2.0 label'],
    ['---\ntitle: T\ntlp: RED\nsharing: {tlp: GREEN}\n---\nText', '3: tlp and sharing.tlp disagree'],
    [
      '---\ntitle: T\ntlp: RED\n---\n> TLP:GREEN\n\nText',
      '3: tlp disagrees with TLP:GREEN, the first line of the text',
    ],
  ])('is one failure with its line: %j', async (text, failure) => {
    expect(await failuresOf(await markdown(text))).toEqual([failure]);
  });

  it('is refused with the line where it is not UTF-8, or when it is too long', async () => {
    const latin = Buffer.concat([
      Buffer.from('---\ntitle: T\n---\n'),
      Buffer.from('caf\xe9 au lait\nnext', 'latin1'),
    ]);
    expect(await failuresOf(await markdown(latin))).toEqual(['4: line 4 is not valid UTF-8']);
    const long = Buffer.alloc(8 * 1024 * 1024 + 1, 'a');
    expect(await failuresOf(await markdown(long))).toEqual(['1: the file is longer than 8 MiB']);
  });

  it('survives aliases that multiply and keys that poison prototypes', async () => {
    const lists = ['a: &a [1,1,1,1,1,1,1,1,1]'];
    for (const [one, other] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
      lists.push(`${other}: &${other} [${Array(9).fill(`*${one}`).join(',')}]`);
    }
    const bomb = `---\ntitle: T\n${lists.join('\n')}\ndetails: { x: *i }\n---\nText`;
    expect(await failuresOf(await markdown(bomb))).toEqual([expect.stringContaining('alias')]);
    const { record } = await recordOf(
      await markdown('---\ntitle: T\n__proto__: {kind: GUIDANCE}\ndetails: {__proto__: {x: 1}}\n---\nText'),
    );
    expect(record.kind).toBeNull();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('keeps a TLP mark that only its text has, and says so', async () => {
    const { record, warnings } = await recordOf(await markdown('---\ntitle: T\n---\n> TLP:RED\n\nText'));
    expect(record).toMatchObject({ body: '> TLP:RED\n\nText', sharing: null });
    expect(warnings).toEqual(['the text begins with TLP:RED, but the front matter has no tlp']);
  });
});
