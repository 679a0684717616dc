import { GraphqlClient } from '#testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PrecedentHome } from '../support/precedent-process.ts';

const RECORDS = 1_000;

describe('importing, with processes that are killed', () => {
  const home = new PrecedentHome();
  let server: Awaited<ReturnType<PrecedentHome['serve']>>;
  const folder = mkdtempSync(join(tmpdir(), 'precedent-records-'));
  const importing = ['import', 'documents', folder, '--institution', 'first', '--as', 'editor@example.org'];

  beforeAll(async () => {
    mkdirSync(join(folder, 'part'));
    for (let i = 0; i < RECORDS; i += 1) {
      writeFileSync(
        join(folder, 'part', `${i}.md`),
        `---\ntitle: Guidance number ${i}\n---\nText about wombats, ${i}.\n`,
      );
    }
    writeFileSync(join(folder, 'broken.md'), '---\ntitle: [unclosed\n---\nText.\n');
    // The commands below join its database, instead of each starting and stopping it.
    server = await home.serve('--no-demo');
    for (const slug of ['first', 'second']) {
      const about = ['--slug', slug, '--name', slug, '--kind', 'UNIVERSITY', '--country', 'GB'];
      await home.must('institution', 'create', ...about);
    }
    for (const [email, institution, role] of [
      ['editor@example.org', 'first', 'PUBLISHER'],
      ['reader@example.org', 'second', 'READER'],
    ] as const) {
      await home.must('user', 'create', '--email', email, '--name', email);
      await home.must('membership', 'grant', '--email', email, '--institution', institution, '--role', role);
    }
  });

  afterAll(async () => {
    await home.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves whole documents only, and goes on where it was when repeated', async () => {
    const token = await home.must('token', 'create', '--email', 'reader@example.org');
    const importer = home.spawn(...importing, '--sharing', 'COMMUNITY', '--publish');
    const killed = await home.must('database-url');
    while ((await count(killed, 'documents')) < 20) await new Promise((wait) => setTimeout(wait, 10));
    await home.end(importer, 'SIGKILL');
    await home.end(server.child, 'SIGKILL');

    const again = await home.serve();
    const database = await home.must('database-url');
    const before = await count(database, 'documents');
    expect(before).toBeGreaterThanOrEqual(20);
    expect(before).toBeLessThan(RECORDS);
    const halves = `documents d WHERE NOT EXISTS (
      SELECT 1 FROM document_versions v WHERE v.document_id = d.id AND v.number = d.shown_version)`;
    expect(await count(database, halves)).toBe(0);
    expect(await count(database, `documents d WHERE state <> 'PUBLISHED'`)).toBe(0);
    expect(await count(database, 'document_imports')).toBe(before);
    expect(await count(database, `audit_events WHERE event = 'document.published'`)).toBe(before);

    const repeated = await home.run(...importing, '--sharing', 'COMMUNITY', '--publish');
    expect(repeated.code).toBe(1);
    expect(repeated.stderr).toContain('broken.md:2');
    expect(repeated.stdout).toContain(
      `${RECORDS - before} imported, 0 updated, ${before} unchanged, 1 failed`,
    );
    expect(await count(database, 'documents')).toBe(RECORDS);

    const reader = new GraphqlClient(again.url).as(token);
    const wombats = '{ search(query: "wombat", first: 1) { total } }';
    while ((await count(database, 'search_outbox')) > 0) await new Promise((wait) => setTimeout(wait, 50));
    expect((await reader.ask(wombats)).search.total).toBe(RECORDS);
    expect((await new GraphqlClient(again.url).ask(wombats)).search.total).toBe(0);
    await home.must('membership', 'revoke', '--email', 'reader@example.org', '--institution', 'second');
    expect((await reader.ask(wombats)).search.total).toBe(0);
    expect(await home.end(again.child, 'SIGTERM')).toBe(0);
  });
});

async function count(url: string, rows: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const result = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${rows}`);
  await client.end();
  return result.rows[0]!.n;
}
