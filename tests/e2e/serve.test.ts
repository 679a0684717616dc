import { GraphqlClient } from '#testing';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';

const SEARCH =
  'query($q: String!) { search(query: $q, first: 50) { total edges { node { document { title } } } } }';

describe('the first start on an empty data directory', () => {
  const home = new PrecedentHome();
  afterAll(() => home.remove());

  it('seeds the demonstration, prints queries that work, and stops cleanly', async () => {
    const first = await home.serve();
    while (!first.greeting.includes('harrowmere') || (first.greeting.match(/variables/g) ?? []).length < 2) {
      first.greeting += String(await new Promise<Buffer>((chunk) => first.child.stdout?.once('data', chunk)));
    }
    expect(first.greeting).toContain('DEMONSTRATION DATABASE');
    const tokens = first.greeting.match(/precedent_[\w-]{43}/g) ?? [];
    expect(tokens).toHaveLength(2);

    const found = await Promise.all(
      tokens.map(async (token) => {
        const client = new GraphqlClient(first.url).as(token);
        let titles: string[] = [];
        while (titles.length === 0) {
          const { search } = await client.ask(SEARCH, { q: 'sharing health records' });
          titles = search.edges.map(
            (edge: { node: { document: { title: string } } }) => edge.node.document.title,
          );
        }
        return titles;
      }),
    );
    expect(new Set(found[0])).not.toEqual(new Set(found[1]));
    expect(await home.end(first.child, 'SIGTERM')).toBe(0);
  });

  it('seeds nothing twice, neither at the second start nor when asked to', async () => {
    const second = await home.serve();
    const { documents } = await new GraphqlClient(second.url).ask(
      '{ documents(first: 100) { edges { node { id } } } }',
    );
    await home.must('seed', 'demo');
    const after = await new GraphqlClient(second.url).ask(
      '{ documents(first: 100) { edges { node { id } } } }',
    );
    expect(documents.edges.length).toBeGreaterThan(0);
    expect(after.documents).toEqual(documents);
    await home.end(second.child, 'SIGTERM');
  });

  it('exports to each person exactly what the API shows them, every record with its label', async () => {
    const { url, child } = await home.serve();
    const exportedTo = async (email: string): Promise<string[]> => {
      const token = await home.must('token', 'create', '--email', email);
      const { documents } = await new GraphqlClient(url)
        .as(token)
        .ask('{ documents(first: 100) { edges { node { id } } } }');
      const records = (await home.must('export', 'documents', '--as', email)).split('\n');
      const exported = records.map((line) => JSON.parse(line) as { id: string; tlp: string });
      for (const { tlp } of exported) expect(tlp).toMatch(/^TLP:/);
      const ids = exported.map(({ id }) => id).sort();
      expect(ids).toEqual(documents.edges.map((edge: { node: { id: string } }) => edge.node.id).sort());
      return ids;
    };
    const first = await exportedTo('daniel.ferreira@calderwyck.example');
    const second = await exportedTo('oluwaseun.adebayo@harrowmere.example');
    expect(first.length).toBeGreaterThan(10);
    expect(first).not.toEqual(second);
    await home.end(child, 'SIGTERM');
  });

  it('serves the explorer without anything from elsewhere', async () => {
    const { url, child } = await home.serve();
    const page = await (await fetch(url.replace('/graphql', '/'))).text();
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources.filter((one) => !one.startsWith('data:'))) {
      expect(source).toMatch(/^\/explorer\//);
      expect((await fetch(new URL(source, url))).status).toBe(200);
    }
    const tabs = (await (await fetch(url.replace('/graphql', '/explorer/examples'))).json()) as {
      query: string;
    }[];
    expect(tabs.map((tab) => tab.query).join()).toContain('SearchAt_harrowmere');
    await home.end(child, 'SIGTERM');
  });

  it('refuses wrong usage and unusable settings, each with one clear message', async () => {
    const unknown = await home.run('no-such-command');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("unknown command 'no-such-command'");
    const unusable = await home.withEnvironment({ PORT: 'many', DATABASE_URL: 'nonsense' }).run('migrate');
    expect(unusable.code).toBe(1);
    expect(unusable.stderr).toMatch(/PORT: .*\n.*DATABASE_URL: /);
  });

  it('reads settings from .env, and says in one line when it cannot', async () => {
    const file = join(home.folder, '.env');
    writeFileSync(file, 'DATABASE_URL=nonsense\n');
    const read = await home.withEnvironment({}).run('migrate');
    rmSync(file);
    mkdirSync(file);
    const unreadable = await home.run('migrate');
    rmSync(file, { recursive: true });
    expect([read.code, read.stderr]).toEqual([1, expect.stringContaining('DATABASE_URL: ')]);
    expect(unreadable).toMatchObject({ code: 1, stdout: '' });
    expect(unreadable.stderr).toMatch(/^error: \.env cannot be read: .*\n$/);
  });
});
