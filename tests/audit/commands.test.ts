import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';
import { rowsOf } from '../unit/support/database.ts';

const AUDITOR = 'auditor@example.org';
const STRANGER = 'stranger@example.org';

/** The trail of a real installation, with the commands that its operator has. */
describe('precedent audit', () => {
  const home = new PrecedentHome();
  const inHome = (name: string): string => join(home.folder, name);
  let holder: ReturnType<PrecedentHome['spawn']>;
  let url: string;

  const tamper = (statement: string): Promise<unknown> =>
    rowsOf(
      url,
      `BEGIN; ALTER TABLE audit_events DISABLE TRIGGER append_only; ALTER TABLE audit_links DISABLE TRIGGER append_only;
       ALTER TABLE audit_checkpoints DISABLE TRIGGER append_only; ${statement}; COMMIT`,
    );

  beforeAll(async () => {
    await home.must('institution', 'create', 'harrow', '--name', 'Harrow', '--kind', 'UNIVERSITY', '--country', 'GB');
    await home.must('institution', 'create', 'wold', '--name', 'Wold', '--kind', 'UNIVERSITY', '--country', 'GB');
    for (const email of [AUDITOR, STRANGER]) await home.must('user', 'create', email, '--name', 'Somebody');
    await home.must('membership', 'grant', AUDITOR, 'harrow', '--role', 'READER', '--auditor');
    await home.must('membership', 'grant', STRANGER, 'harrow', '--role', 'PUBLISHER');
    // Keeps the embedded server running while the database is looked into from here.
    ({ child: holder } = await home.serve('--no-demo', '--no-worker'));
    url = await home.must('database-url');
  });
  afterAll(async () => {
    await home.end(holder, 'SIGTERM');
    await home.remove();
  });

  it('finds an untouched trail intact, seals it and signs how far it goes', async () => {
    const { code, stdout, stderr } = await home.run('audit', 'verify');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'intact\n' });
    expect(stderr).toMatch(/^\d+ events in 2 chains|^\d+ events in 3 chains/);
    expect(statSync(inHome('audit-signing-key.pem')).mode & 0o777).toBe(0o600);
    const lines = readFileSync(inHome('audit-checkpoints.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(lines.map(() => 'checkpoint'));
    // Nothing has happened since, so there is nothing to sign.
    expect(await home.must('audit', 'checkpoint')).toBe('');
  });

  it('records where a command comes from', async () => {
    const rows = await rowsOf<{ origin: string }>(url, 'SELECT DISTINCT origin FROM audit_events');
    expect(rows).toEqual([{ origin: 'command line' }]);
  });

  it('exports a trail to its auditor alone, and the file verifies without a server', async () => {
    const path = inHome('trail.jsonl');
    const refused = await home.run('audit', 'export', '--institution', 'harrow', '--as', STRANGER, '--out', path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Only auditors');
    expect(existsSync(path)).toBe(false);

    await home.must('audit', 'export', '--institution', 'harrow', '--as', AUDITOR, '--out', path);
    const key = await home.must('audit', 'public-key');
    writeFileSync(inHome('key.pem'), key);
    const elsewhere = new PrecedentHome();
    try {
      const verified = await elsewhere.run('audit', 'verify', '--file', path, '--public-key', inHome('key.pem'));
      expect(verified).toMatchObject({ code: 0, stdout: 'intact\n' });
      expect(verified.stderr).toContain('The trail of harrow');
      const alone = await elsewhere.run('audit', 'verify', '--file', path);
      expect(alone).toMatchObject({ code: 0, stdout: 'intact\n' });
      expect(alone.stderr).toContain('Compare this key');
      expect(existsSync(join(elsewhere.folder, 'postgres'))).toBe(false);

      const lines = readFileSync(path, 'utf8').split('\n');
      writeFileSync(path, [...lines.slice(0, 2), lines[2]!.replace('READER', 'PUBLISHER'), ...lines.slice(3)].join('\n'));
      expect(lines[2]).toContain('READER');
      const broken = await elsewhere.run('audit', 'verify', '--file', path);
      expect(broken.code).toBe(1);
      expect(broken.stdout).toMatch(/^BROKEN chain [0-9a-f-]{36}: position 2: event \d+: its hash differs/);
    } finally {
      await elsewhere.remove();
    }
  });

  it('names the chain and the row that was changed, and exits with 1', async () => {
    const [row] = await rowsOf<{ id: string; chain: string; position: string }>(
      url,
      `SELECT e.id, l.chain, l.position FROM audit_events e JOIN audit_links l ON l.event_id = e.id
       WHERE e.event = 'institution.created' ORDER BY e.id LIMIT 1`,
    );
    await tamper(`UPDATE audit_events SET event = 'institution.suspended' WHERE id = ${row!.id}`);
    const { code, stdout } = await home.run('audit', 'verify');
    expect(code).toBe(1);
    expect(stdout).toContain(`BROKEN chain ${row!.chain}: position ${row!.position}: event ${row!.id}: its hash differs`);
    await tamper(`UPDATE audit_events SET event = 'institution.created' WHERE id = ${row!.id}`);
    expect(await home.must('audit', 'verify')).toBe('intact');
  });

  it('shows from checkpoints that were kept elsewhere that the tail is gone, when nothing here tells any more', async () => {
    await home.must('membership', 'grant', STRANGER, 'wold', '--role', 'READER');
    await home.must('audit', 'checkpoint');
    const kept = inHome('kept.jsonl');
    copyFileSync(inHome('audit-checkpoints.jsonl'), kept);
    const [last] = await rowsOf<{ id: string; chain: string; position: string }>(
      url,
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
    await home.must('export', 'documents', '--as', STRANGER, '--out', inHome('documents.jsonl'));
    const [row] = await rowsOf<object>(
      url,
      `SELECT e.origin, e.outcome, e.details, u.email, i.slug FROM audit_events e JOIN users u ON u.id = e.user_id
       JOIN institutions i ON i.id = e.institution_id WHERE e.event = 'documents.exported'`,
    );
    expect(row).toEqual({
      ...{ origin: 'command line', outcome: 'DONE', email: STRANGER, slug: 'harrow' },
      details: { format: 'jsonl', count: 0 },
    });
  });
});
