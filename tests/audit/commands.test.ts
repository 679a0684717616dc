import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

/** The commands that an operator has, on the database of an application. */
describe('precedent audit', () => {
  let app: TestApp;
  let home: PrecedentHome;
  let [auditor, stranger]: Person[] = [];
  const inHome = (name: string): string => join(home.folder, name);
  const rows = <T>(statement: string): Promise<T[]> => rowsOf<T>(app.databaseUrl, statement);

  const tamper = (statement: string): Promise<unknown> =>
    rows(
      `BEGIN; ALTER TABLE audit_events DISABLE TRIGGER append_only; ALTER TABLE audit_links DISABLE TRIGGER append_only;
       ALTER TABLE audit_checkpoints DISABLE TRIGGER append_only; ${statement}; COMMIT`,
    );

  beforeAll(async () => {
    app = await TestApp.start();
    home = new PrecedentHome();
    home.useDatabase(app.databaseUrl);
    const harrow = await app.institution({ slug: 'harrow' });
    auditor = await app.person(harrow, 'READER', { auditor: true });
    stranger = await app.person(harrow, 'PUBLISHER');
  });
  afterAll(async () => {
    await app.stop();
    await home.remove();
  });

  it('finds an untouched trail intact, seals it and signs how far it goes', async () => {
    const { code, stdout, stderr } = await home.run('audit', 'verify');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'intact\n' });
    expect(stderr).toMatch(/^\d+ events in 2 chains, 0 checkpoints/);
    expect(statSync(inHome('audit-signing-key.pem')).mode & 0o777).toBe(0o600);
    const lines = readFileSync(inHome('audit-checkpoints.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(lines.map(() => 'checkpoint'));
  });

  it('exports a trail to its auditor alone, and the file verifies without a server', async () => {
    const path = inHome('trail.jsonl');
    const refused = await home.run(
      'audit',
      'export',
      '--institution',
      'harrow',
      '--as',
      stranger!.email,
      '--out',
      path,
    );
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Only auditors');
    expect(existsSync(path)).toBe(false);

    await home.must('audit', 'export', '--institution', 'harrow', '--as', auditor!.email, '--out', path);
    const key = await home.must('audit', 'public-key');
    writeFileSync(inHome('key.pem'), key);
    // No database is set there, and none is made.
    const elsewhere = new PrecedentHome();
    try {
      const verified = await elsewhere.run(
        'audit',
        'verify',
        '--file',
        path,
        '--public-key',
        inHome('key.pem'),
      );
      expect(verified).toMatchObject({ code: 0, stdout: 'intact\n' });
      expect(verified.stderr).toContain('The trail of harrow');
      expect(verified.stderr).toContain('signed with SHA256:');
      expect(existsSync(join(elsewhere.folder, 'postgres'))).toBe(false);

      const lines = readFileSync(path, 'utf8').split('\n');
      writeFileSync(
        path,
        [...lines.slice(0, 2), lines[2]!.replace('READER', 'REVIEWER'), ...lines.slice(3)].join('\n'),
      );
      expect(lines[2]).toContain('READER');
      const broken = await elsewhere.run('audit', 'verify', '--file', path);
      expect(broken.stderr).not.toContain('complete');
      expect(broken.code).toBe(1);
      expect(broken.stdout).toMatch(/^BROKEN chain [0-9a-f-]{36}: position 2: event \d+: its hash differs/);
    } finally {
      rmSync(elsewhere.folder, { recursive: true, force: true });
    }
  });

  it('names the chain and the row that was changed, and exits with 1', async () => {
    const [row] = await rows<{ id: string; chain: string; position: string }>(
      `SELECT e.id, l.chain, l.position FROM audit_events e JOIN audit_links l ON l.event_id = e.id
       WHERE e.event = 'institution.created' ORDER BY e.id LIMIT 1`,
    );
    await tamper(`UPDATE audit_events SET event = 'institution.suspended' WHERE id = ${row!.id}`);
    const { code, stdout } = await home.run('audit', 'verify');
    expect(code).toBe(1);
    expect(stdout).toContain(
      `BROKEN chain ${row!.chain}: position ${row!.position}: event ${row!.id}: its hash differs`,
    );
    await tamper(`UPDATE audit_events SET event = 'institution.created' WHERE id = ${row!.id}`);
  });

  it('shows from checkpoints that were kept elsewhere that the tail is gone, when nothing here tells any more', async () => {
    await app.institution();
    await home.must('audit', 'checkpoint');
    const kept = inHome('kept.jsonl');
    copyFileSync(inHome('audit-checkpoints.jsonl'), kept);
    const [last] = await rows<{ id: string; chain: string; position: string }>(
      'SELECT event_id AS id, chain, position FROM audit_links ORDER BY event_id DESC LIMIT 1',
    );
    await tamper(
      `DELETE FROM audit_events WHERE id = ${last!.id}; DELETE FROM audit_links WHERE event_id = ${last!.id};
       DELETE FROM audit_checkpoints`,
    );
    rmSync(inHome('audit-checkpoints.jsonl'));
    expect(await home.must('audit', 'verify')).toBe('intact');
    const { code, stdout } = await home.run('audit', 'verify', '--checkpoints', kept);
    expect(code).toBe(1);
    expect(stdout).toContain(`BROKEN chain ${last!.chain}: position ${last!.position}`);
    expect(stdout).toContain('cut off');
  });

  it('records an export of documents with its count, for the institution that it was taken out for', async () => {
    await home.must('export', 'documents', '--as', stranger!.email, '--out', inHome('documents.jsonl'));
    const [row] = await rows<object>(
      `SELECT e.origin, e.outcome, e.details, u.email, i.slug FROM audit_events e JOIN users u ON u.id = e.user_id
       JOIN institutions i ON i.id = e.institution_id WHERE e.event = 'documents.exported'`,
    );
    expect(row).toEqual({
      ...{ origin: 'command line', outcome: 'DONE', email: stranger!.email, slug: 'harrow' },
      details: { format: 'jsonl', count: 0 },
    });
  });
});
