import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';

const PARTNER = {
  ...{ id: 'https://ror.org/033vjfk17', name: 'Wuhan University', country: 'CN', city: 'Wuhan' },
  ...{ region: 'Hubei', types: ['education'], status: 'active', established: 1893, domains: [], links: [] },
  names: [{ value: 'Wuhan University', types: ['ror_display', 'label'], lang: 'en' }],
  relationships: [],
};
const FULL = {
  ...{ externalId: 'c-1', name: 'Joint Centre for Inland Waterways', foundedYear: 2015, closedYear: 2020 },
  organisations: ['first', 'Harbour Trust'],
  partners: [PARTNER.id, 'Institute of =Rivers'],
  disciplines: ['Engineering', 'Social Science, General'],
  ...{ technologyAreas: ['Transport'], otherSectors: ['Engineering'], region: 'Hubei', form: 'PHYSICAL' },
  ...{ funders: ['A fund', '-1 fund'], status: 'CLOSED' },
  source: { text: 'A report; page 3', url: 'https://example.org/a', date: '2021-01-31' },
};

describe('joint centres on the command line', () => {
  const home = new PrecedentHome();
  const folder = mkdtempSync(join(tmpdir(), 'precedent-centres-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const lines = (...records: object[]): string => records.map((one) => JSON.stringify(one)).join('\n');
  const importing = (path: string, ...more: string[]) =>
    home.run('import', 'centres', path, '--institution', 'first', '--as', 'editor@example.org', ...more);
  const exported = async (email = 'editor@example.org'): Promise<any[]> => {
    const text = await home.must('export', 'centres', '--as', email);
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
  };

  beforeAll(async () => {
    await home.useTestServer();
    for (const slug of ['first', 'second']) {
      const institution = [
        '--slug',
        slug,
        '--name',
        `${slug} university`,
        '--kind',
        'UNIVERSITY',
        '--country',
        'GB',
      ];
      await home.must('institution', 'create', ...institution);
    }
    for (const [name, slug, role] of [
      ['editor', 'first', 'PUBLISHER'],
      ['reviewer', 'first', 'REVIEWER'],
      ['outsider', 'second', 'READER'],
    ] as const) {
      const email = `${name}@example.org`;
      await home.must('user', 'create', '--email', email, '--name', name);
      await home.must('membership', 'grant', '--email', email, '--institution', slug, '--role', role);
    }
    await home.must('import', 'partners', file('partners.jsonl', lines(PARTNER)));
  });
  afterAll(async () => {
    await home.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('imports each record once, tells what has changed, and stops for no bad one', async () => {
    const bad = { externalId: 'bad', name: 'Bad', technologyAreas: ['Engineering'] };
    const text = `${lines(FULL, bad)}\n{broken\n${lines({ name: 'By its content' }, { region: 'No name' })}`;
    const first = await importing(file('centres.jsonl', text));
    expect([first.code, first.stdout]).toEqual([1, '2 imported, 0 updated, 0 unchanged, 3 failed\n']);
    const [second, third, fifth, warning] = first.stderr.trim().split('\n');
    expect(second).toMatch(/centres\.jsonl:2: technologyAreas\.0: must be one of the 17 technology areas/);
    expect(third).toMatch(/centres\.jsonl:3: it is not JSON/);
    expect(fifth).toMatch(/centres\.jsonl:5: has no name/);
    expect(warning).toContain('the partner "Institute of =Rivers" is not in the registry');

    const again = await importing(
      file('again.jsonl', lines({ name: 'By its content' }, { ...FULL, foundedYear: 2014 })),
    );
    expect([again.code, again.stdout]).toEqual([0, '0 imported, 1 updated, 1 unchanged, 0 failed\n']);
    expect((await exported()).map(({ name, foundedYear, version }) => [name, foundedYear, version])).toEqual([
      ['By its content', null, 1],
      ['Joint Centre for Inland Waterways', 2014, 2],
    ]);
  });

  it('exports with the label on each record, and what it wrote comes back the same, as CSV too', async () => {
    const [, centre] = await exported();
    const { externalId: _externalId, ...said } = FULL;
    expect(centre).toMatchObject({
      ...{ ...said, tlp: 'TLP:CLEAR', level: 'PUBLIC', institution: 'first', foundedYear: 2014 },
      organisations: ['first university', 'Harbour Trust'],
    });
    expect(Object.keys(centre)[0]).toBe('tlp');
    const path = join(folder, 'out.csv');
    expect(
      await home.must('export', 'centres', '--as', 'editor@example.org', '--format', 'csv', '--out', path),
    ).toBe(path);
    expect(readFileSync(path, 'utf8').split('\n')[0]).toMatch(/^tlp,id,name,/);
    const twice = await importing(path);
    expect(twice.stdout).toBe('2 imported, 0 updated, 0 unchanged, 0 failed\n');
    const copies = (await exported()).filter((one) => one.name === FULL.name);
    const [one, other] = copies.map(({ id: _id, version: _version, updatedAt: _at, ...rest }) => rest);
    expect(one).toEqual(other);
    expect((await importing(path)).stdout).toBe('0 imported, 0 updated, 2 unchanged, 0 failed\n');
  });

  it('keeps to labels, levels and roles', async () => {
    const secret = file('secret.jsonl', lines({ externalId: 's', name: 'Secret', tlp: 'TLP:AMBER+STRICT' }));
    const wide = await importing(secret);
    expect(wide.stderr).toContain('TLP:AMBER_STRICT does not allow sharing at PUBLIC');
    const reviewer = ['--institution', 'first', '--as', 'reviewer@example.org'];
    const outside = await home.run('import', 'centres', secret, ...reviewer, '--sharing', 'GROUPS');
    expect(outside.stderr).toContain('Only a publisher shares a joint centre outside the institution');
    const dry = await importing(secret, '--sharing', 'INSTITUTION', '--dry-run');
    expect(dry.stdout).toBe('1 imported, 0 updated, 0 unchanged, 0 failed\n');
    expect(await exported()).toHaveLength(4);
    const inside = await home.run('import', 'centres', secret, ...reviewer, '--sharing', 'INSTITUTION');
    expect(inside.stdout).toBe('1 imported, 0 updated, 0 unchanged, 0 failed\n');
    expect((await exported()).find(({ name }) => name === 'Secret').tlp).toBe('TLP:AMBER+STRICT');
    expect(await exported('outsider@example.org')).toHaveLength(4);
  });

  it('exports the network as GraphML and JSON, of what the person may read', async () => {
    const network = async (email: string): Promise<any> =>
      JSON.parse(await home.must('export', 'network', '--as', email, '--format', 'json'));
    expect(await network('outsider@example.org')).toMatchObject({ tlp: 'TLP:CLEAR', centres: 4 });
    const full = await network('editor@example.org');
    expect(full).toMatchObject({ tlp: 'TLP:AMBER+STRICT', centres: 5 });
    expect(full.organisations.map(({ name }: any) => name)).toContain('Wuhan University');
    const path = join(folder, 'network.graphml');
    await home.must('export', 'network', '--as', 'editor@example.org', '--out', path);
    const text = readFileSync(path, 'utf8');
    expect(text.match(/<node /g)).toHaveLength(full.organisations.length);
    expect(text).toContain('<data key="name">Institute of =Rivers</data>');
  });

  it('draws charts', async () => {
    for (const name of ['years', 'network']) {
      const path = join(folder, `${name}.svg`);
      expect(await home.must('chart', name, '--as', 'outsider@example.org', '--out', path)).toBe(path);
      expect(readFileSync(path, 'utf8')).toMatch(/^<\?xml[^>]+>\n<svg xmlns=[^]+<\/svg>\n$/);
    }
    const nobody = await home.run(
      'chart',
      'years',
      '--as',
      'nobody@example.org',
      '--out',
      join(folder, 'x.svg'),
    );
    expect(nobody.code).toBe(1);
    expect((await home.run('chart', 'years', '--out', join(folder, 'x.svg'))).code).toBe(2);
  });
});
