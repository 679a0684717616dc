import { GraphqlClient } from '#testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';

const HARBIN = {
  ...{ id: 'https://ror.org/01yqg2h08', status: 'active', country: 'CN', city: 'Harbin', region: null },
  names: [
    { value: 'Harbin Institute of Technology', types: ['ror_display', 'label'], lang: 'en' },
    { value: '哈尔滨工业大学', types: ['label'], lang: 'zh' },
  ],
};
const LIST = 'A public list';

describe('import designations', () => {
  const home = new PrecedentHome();
  const folder = mkdtempSync(join(tmpdir(), 'precedent-lists-'));
  const path = (name: string): string => join(folder, name);
  afterAll(async () => {
    await home.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const importing = (name: string, text: string, ...more: string[]): ReturnType<typeof home.run> => {
    writeFileSync(path(name), text);
    return home.run('import', 'designations', path(name), '--list', LIST, ...more);
  };

  it('attaches what a cluster file says to partners, and lists what it cannot match', async () => {
    writeFileSync(path('partners.jsonl'), JSON.stringify(HARBIN));
    await home.useTestServer();
    await home.must('import', 'partners', path('partners.jsonl'));
    const cluster = {
      values: [
        {
          ...{ value: 'Harbin Institute of Tecnology (哈尔滨工业大学)', description: 'What the list says.' },
          uuid: '9960a426-8acf-4f3a-99b1-6c5e3f048a39',
          meta: { categories: ['Civilian', 'Top'], refs: ['https://example.org/hit'], aliases: ['HIT'] },
        },
        { value: 'Nowhere Academy of Sciences (无处科学院)', meta: {} },
        { value: 7 },
      ],
    };
    const first = await importing('list.json', JSON.stringify(cluster), '--as-of', '2019-11-25');
    expect([first.code, first.stdout]).toEqual([
      1,
      'unmatched: Nowhere Academy of Sciences / 无处科学院: the registry has nothing like it\n',
    ]);
    expect(first.stderr).toMatch(/list\.json:values\[2\]: value /);
    expect(first.stderr).toContain('1 added, 0 changed, 0 unchanged, 1 unmatched, 1 failed');
    const again = await importing('list.json', JSON.stringify(cluster), '--as-of', '2019-11-25');
    expect(again.stderr).toContain('0 added, 0 changed, 1 unchanged, 1 unmatched, 1 failed');
  });

  it('reads the CSV form, in which an entry has a day and perhaps a ROR id', async () => {
    const csv = [
      'name,category,summary,sourceUrl,asOf,rorId',
      `"HIT, the",Entity list,"Said, in short",https://example.org/e,2020-05-22,${HARBIN.id}`,
      'X,Entity list,,javascript:alert(1),,',
    ].join('\r\n');
    const { code, stderr } = await importing('list.csv', csv);
    expect(code).toBe(1);
    expect(stderr).toMatch(/list\.csv:3: sourceUrl must be a web address/);
    expect(stderr).toContain('1 added, 0 changed, 0 unchanged, 0 unmatched, 1 failed');
  });

  it('shows each with its list, source and day', async () => {
    const { url, child } = await home.serve();
    const { partner } = await new GraphqlClient(url).ask(
      `{ partner(rorId: "${HARBIN.id}") { designations { list category summary sourceUrl asOf } } }`,
    );
    expect(partner.designations).toEqual([
      {
        ...{ list: LIST, category: 'Entity list', summary: 'Said, in short' },
        ...{ sourceUrl: 'https://example.org/e', asOf: '2020-05-22' },
      },
      {
        ...{ list: LIST, category: 'Civilian, Top', summary: 'What the list says.' },
        ...{ sourceUrl: 'https://example.org/hit', asOf: '2019-11-25' },
      },
    ]);
    await home.end(child, 'SIGTERM');
  });
});
