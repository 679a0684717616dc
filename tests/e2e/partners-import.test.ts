import { GraphqlClient } from '#testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';

/** The registry's own form, version 2. */
const WUHAN = {
  id: 'https://ror.org/033vjfk17',
  status: 'active',
  types: ['education', 'funder'],
  established: 1893,
  domains: ['whu.edu.cn'],
  names: [
    { value: 'WHU', lang: null, types: ['acronym'] },
    { value: 'Wuhan University', lang: 'en', types: ['ror_display', 'label'] },
    { value: '武汉大学', lang: 'zh', types: ['label'] },
  ],
  links: [{ type: 'website', value: 'https://www.whu.edu.cn' }],
  locations: [
    {
      geonames_id: 1791247,
      geonames_details: {
        ...{ name: 'Wuhan', country_code: 'CN', country_name: 'China', lat: 30.58, lng: 114.27 },
        ...{ country_subdivision_code: 'HB', country_subdivision_name: 'Hubei' },
      },
    },
  ],
  relationships: [{ id: 'https://ror.org/03ekhbz91', label: 'Renmin Hospital', type: 'related' }],
  external_ids: [{ type: 'grid', all: ['grid.49470.3e'], preferred: 'grid.49470.3e' }],
  admin: { created: { date: '2018-11-14', schema_version: '1.0' } },
};
/** The flat form. */
const OXFORD = {
  ...{ id: 'https://ror.org/052gg0110', name: 'University of Oxford', country: 'GB', city: 'Oxford' },
  ...{ region: 'England', types: ['education'], status: 'active', established: 1096, domains: [], links: [] },
  names: [{ value: 'University of Oxford', types: ['ror_display', 'label'], lang: 'en' }],
  relationships: [],
};

describe('import partners', () => {
  const home = new PrecedentHome();
  const folder = mkdtempSync(join(tmpdir(), 'precedent-partners-'));
  const importing = (
    name: string,
    text: string,
  ): Promise<{ code: number | null; stdout: string; stderr: string }> => {
    writeFileSync(join(folder, name), text);
    return home.run('import', 'partners', join(folder, name));
  };
  const lines = (...records: object[]): string => records.map((one) => JSON.stringify(one)).join('\n');
  beforeAll(() => home.useTestServer());
  afterAll(async () => {
    await home.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads both forms, tells what has changed, and stops for no bad record', async () => {
    const dump = await importing('dump.json', JSON.stringify([WUHAN, OXFORD], null, 2));
    expect([dump.code, dump.stdout]).toEqual([0, '2 added, 0 changed, 0 unchanged, 0 withdrawn, 0 failed\n']);
    const again = await importing('again.jsonl', lines(OXFORD, WUHAN));
    expect(again.stdout).toBe('0 added, 0 changed, 2 unchanged, 0 withdrawn, 0 failed\n');

    const bad = { ...OXFORD, id: 'https://ror.org/nothing' };
    const nowhere = { ...OXFORD, id: 'https://ror.org/013meh722', country: 'XX' };
    const text = `${lines({ ...OXFORD, status: 'withdrawn' }, bad)}\n{broken\n${lines(nowhere, { ...WUHAN, established: 1913 })}`;
    const mixed = await importing('mixed.jsonl', text);
    expect([mixed.code, mixed.stdout]).toEqual([
      1,
      '0 added, 1 changed, 0 unchanged, 1 withdrawn, 3 failed\n',
    ]);
    const [second, third, fourth] = mixed.stderr.trim().split('\n');
    expect(second).toMatch(/mixed\.jsonl:2: id is not a ROR id$/);
    expect(third).toMatch(/mixed\.jsonl:3: it is not JSON/);
    expect(fourth).toMatch(/mixed\.jsonl:4: country must be/);
  });

  it('has stored what the record says', async () => {
    const { url, child } = await home.serve();
    const { partner } = await new GraphqlClient(url).ask(
      `{ partner(rorId: "${WUHAN.id}") { name country region city website status names { value kind } } }`,
    );
    expect(partner).toEqual({
      ...{ name: 'Wuhan University', country: 'CN', region: 'Hubei', city: 'Wuhan', status: 'active' },
      website: 'https://www.whu.edu.cn',
      names: [
        { value: 'Wuhan University', kind: 'label' },
        { value: 'WHU', kind: 'acronym' },
        { value: '武汉大学', kind: 'label' },
      ],
    });
    await home.end(child, 'SIGTERM');
  });

  it('lets documents name them by ROR id or by any name, and says which it could not find', async () => {
    const institution = ['--slug', 'first', '--name', 'First', '--kind', 'UNIVERSITY', '--country', 'GB'];
    await home.must('institution', 'create', ...institution);
    await home.must('user', 'create', '--email', 'editor@example.org', '--name', 'Editor');
    const grant = ['--email', 'editor@example.org', '--institution', 'first', '--role', 'PUBLISHER'];
    await home.must('membership', 'grant', ...grant);
    const path = join(folder, 'documents.jsonl');
    const partners = [WUHAN.id, '武漢大學', 'Univ. of Wuhan', 'Atlantis Institute'];
    writeFileSync(path, lines({ externalId: '1', title: 'A title', body: 'Text.', partners }));
    const as = ['--institution', 'first', '--as', 'editor@example.org'];
    const { code, stderr } = await home.run('import', 'documents', path, ...as);
    expect(code).toBe(0);
    expect(stderr).toContain('the partner "Atlantis Institute" is not in the registry, or not clearly one');
    const exported = await home.must('export', 'documents', '--as', 'editor@example.org');
    const records = exported
      .split('\n')
      .map((line) => JSON.parse(line) as { title: string; partners: string[] });
    expect(records.find(({ title }) => title === 'A title')?.partners).toEqual([WUHAN.id]);
  });

  it('refuses a file that is not there', async () => {
    const { code, stderr } = await home.run('import', 'partners', join(folder, 'nowhere.json'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no file')]);
  });
});
