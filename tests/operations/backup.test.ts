import { AuditVerification, AuditWorker, Checkpoints, SigningKey } from '#audit';
import { BackupModule, checkBackup, RestorationService } from '#backup';
import { readSettings } from '#config';
import type { GraphqlClient } from '#testing';
import { createTestDatabase, type TestDatabase } from '#testing';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withServicesOn } from '../../apps/cli/services.ts';
import { BackupWriter } from '../../libs/backup/file/backup-writer.ts';
import { readBackup } from '../../libs/backup/file/backup-reader.ts';
import { attach, follow, mustUpload, PNG, shownAttachments } from '../support/attachments.ts';
import { PrecedentHome, type CommandOutcome } from '../support/precedent-process.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id } userErrors { code message field } } }`;
const SEEN = '{ documents(first: 100) { edges { node { id title state } } } }';
const LARGE = Buffer.from(Array.from({ length: 5_000_000 }, (_, i) => 32 + ((i * i) % 90)));
/** The trail goes on after the moment of a backup, and indexes are filled anew. */
const OF_THE_MOMENT = ['audit_events', 'audit_unsealed', 'audit_links', 'audit_checkpoints', 'migrations'];
const OF_INDEXES = ['search_indexes', 'search_outbox'];

const folder = mkdtempSync(join(tmpdir(), 'precedent-backup-'));
const file = join(folder, 'everything');
let app: TestApp;
let one: Publisher;
let other: Publisher;
let withFile: string;
let large: string;
/** Drafts that were acknowledged before the backup began, and those that were begun after it had ended. */
const written = { before: [] as string[], after: [] as string[] };
let databases: TestDatabase[] = [];

/** A home whose commands work on a database. */
const homeAt = (url: string, path: string): PrecedentHome =>
  new PrecedentHome(path).withEnvironment({ DATABASE_URL: url });

/** A restoration that fails when all has been loaded leaves nothing, and the next one succeeds. */
async function isLeftAsItWas(target: TestDatabase, home: PrecedentHome): Promise<void> {
  const path = join(folder, 'wrong');
  const writer = await BackupWriter.open(path, new AbortController().signal);
  const { manifest } = await readBackup(file, {
    header: (header) => writer.begin(header),
    part: async ({ name, content }) => {
      await writer.add(name, content);
    },
  });
  await writer.finish({ ...manifest, rows: { ...manifest.rows, users: manifest.rows.users! + 1 } });
  await writer.publish();
  const [rows, schema] = [await digests(target.url, []), await schemaOf(target.url)];
  const failed = await home.run('restore', path);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toBe(`error: ${path}: this backup is damaged: it does not have all rows of users.\n`);
  expect(await digests(target.url, [])).toEqual(rows);
  expect(await schemaOf(target.url)).toEqual(schema);
}

beforeAll(async () => {
  app = await TestApp.start();
  one = await Publisher.of(app, { slug: 'one' });
  other = await Publisher.of(app, { slug: 'other' });
  const group = await app.group('Circle', one.institution, [other.institution]);
  withFile = await one.publish({ title: 'To the community', sharing: { level: 'COMMUNITY' } });
  await attach(app, one.author, withFile, 1, 'notes.txt', 'Kept with care.');
  large = await attach(app, one.author, withFile, 2, 'large.txt', LARGE);
  await one.bringOut(withFile, 3);
  await mustUpload(app, other.author, 'waiting.png', PNG);
  await one.publish({ title: 'To a group', sharing: { level: 'GROUPS', groupIds: [group] } });
  await one.publish({ title: 'At home', sharing: { level: 'INSTITUTION' } });
  const withheld = { level: 'COMMUNITY', attribution: 'WITHHELD' };
  await other.publish({
    title: 'Nobody said it',
    body: 'Tab\there, \\N and \\. there\r\n',
    sharing: withheld,
  });
  await other.draft({ title: 'Unfinished ünïcode 数据', sharing: { level: 'PUBLIC' } });
  await app.app.get(AuditWorker).seal();
  await app.app.get(Checkpoints).make();
});

afterAll(async () => {
  await app.stop();
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** For every table a digest of its rows, in PostgreSQL's own form. */
async function digests(url: string, without: readonly string[]): Promise<Record<string, string>> {
  const rows = await rowsOf<{ name: string; digest: string }>(
    url,
    `SELECT tablename AS name, (xpath('/row/digest/text()', query_to_xml(format(
       $$ SELECT count(*) || ' ' || coalesce(md5(string_agg(to_jsonb(t)::text, ' ' ORDER BY to_jsonb(t)::text)), '') AS digest FROM %I t $$,
       tablename), false, true, '')))[1]::text AS digest
     FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL($1)`,
    [[...without]],
  );
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** Constraints, indexes, triggers and sequences, as PostgreSQL describes them; TypeORM names its own key by whim. */
async function schemaOf(url: string): Promise<object[]> {
  const rows = await rowsOf<{ of: string }>(
    url,
    `SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) AS is FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT tgrelid::regclass::text, tgname, tgenabled::text || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT sequencename, '', data_type::text FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1, 2, 3`,
  );
  return rows.filter(({ of }) => of !== 'migrations');
}

/** So many that the pages that are compared later still reach what was there before. */
const MOST_MEANWHILE = 50;

/** Writes drafts one after the other until `until` ends. */
async function keepWriting(until: Promise<unknown>): Promise<void> {
  let ended = false;
  void until.finally(() => (ended = true));
  const draft = (title: string): Promise<string> => one.draft({ title, sharing: { level: 'INSTITUTION' } });
  for (let count = 0; !ended && count < MOST_MEANWHILE; count++) await draft('Written meanwhile');
  await until;
  written.after.push(await draft('Written afterwards'));
}

describe('a backup that is made while somebody writes', () => {
  let made: CommandOutcome;
  let restored: TestApp;
  let home: PrecedentHome;
  let target: TestDatabase;
  let atTheMoment: Record<string, string>;

  beforeAll(async () => {
    // Of what nobody writes meanwhile every row must be the same later.
    const touched = ['documents', 'document_versions', 'api_tokens', ...OF_THE_MOMENT, ...OF_INDEXES];
    atTheMoment = await digests(app.databaseUrl, touched);
    written.before.push(await one.draft({ title: 'Written before', sharing: { level: 'INSTITUTION' } }));
    const backup = homeAt(app.databaseUrl, app.settings.dataDirectory).run('backup', file);
    await keepWriting(backup);
    made = await backup;
    // Migrated already, as by a server that was started once.
    target = await createTestDatabase();
    databases.push(target);
    home = homeAt(target.url, join(folder, 'restored'));
    mkdirSync(home.folder);
    expect(made).toMatchObject({ code: 0, stdout: `${file}\n` });
    await isLeftAsItWas(target, home);
    await home.must('restore', file);
    expect(await digests(target.url, touched)).toEqual(atTheMoment);
    restored = await TestApp.start({ PRECEDENT_DATA_DIR: home.folder }, target);
  });
  afterAll(async () => {
    databases = databases.filter((database) => database !== target);
    await restored.stop();
  });

  const at = (where: TestApp, { token }: { token: string }): GraphqlClient => where.anonymous.as(token);

  it('is a secret of whoever made it, and tells what is in it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(made.stderr).toMatch(/\d+ documents and 3 attachments, \d+ bytes/);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('holds what was acknowledged before, nothing of what came after, and nothing by half', async () => {
    const ids = async (url: string): Promise<string[]> =>
      (await rowsOf<{ id: string }>(url, 'SELECT id FROM documents ORDER BY id')).map(({ id }) => id);
    const [there, here] = [await ids(target.url), await ids(app.databaseUrl)];
    expect(there).toEqual(expect.arrayContaining(written.before));
    expect(there).not.toContain(written.after[0]);
    expect(here).toEqual(expect.arrayContaining(there));
    const halves = await rowsOf(
      target.url,
      `SELECT d.id FROM documents d
       WHERE NOT EXISTS (SELECT 1 FROM document_versions v WHERE v.document_id = d.id AND v.number = d.latest_version)
          OR NOT EXISTS (SELECT 1 FROM audit_events e WHERE e.subject_id = d.id AND e.event = 'document.created')`,
    );
    expect(halves).toEqual([]);
    const rows = `SELECT md5(string_agg(to_jsonb(v)::text, ' ' ORDER BY document_id, number)) AS sum
      FROM document_versions v WHERE document_id = ANY($1)`;
    expect(await rowsOf(target.url, rows, [there])).toEqual(await rowsOf(app.databaseUrl, rows, [there]));
  });

  it('exports the same to everybody, and to nobody more', async () => {
    const seen = async (where: TestApp, who: { token: string }): Promise<object> => {
      const { documents } = await at(where, who).ask(SEEN);
      const nodes = documents.edges.map(({ node }: any) => node);
      return nodes.filter(({ title }: any) => !title.startsWith('Written'));
    };
    const people = [one, other].flatMap(({ author, reviewer, publisher }) => [author, reviewer, publisher]);
    for (const who of people) expect(await seen(restored, who)).toEqual(await seen(app, who));
    const publicly = '{ documents(first: 100) { edges { node { id } } } }';
    expect(await restored.anonymous.ask(publicly)).toEqual(await app.anonymous.ask(publicly));
    const exported = async (url: string, data: string, email: string): Promise<string[]> => {
      const lines = await homeAt(url, data).must('export', 'documents', '--as', email);
      return lines.split('\n').filter((line) => !line.includes('Written'));
    };
    const [first, second] = await Promise.all([
      exported(app.databaseUrl, app.settings.dataDirectory, other.reviewer.email),
      exported(target.url, home.folder, other.reviewer.email),
    ]);
    expect(first).toHaveLength(3);
    expect(second).toEqual(first);
  });

  it('gives attachments back byte by byte, also long ones', async () => {
    const linked = await shownAttachments(at(restored, one.publisher), withFile);
    expect(linked!.shown.map(({ name }) => name)).toEqual(['notes.txt', 'large.txt']);
    const { downloadUrl } = linked!.shown.find(({ id }) => id === large);
    const answer = await follow(restored, downloadUrl);
    expect(Buffer.from(await answer.arrayBuffer()).equals(LARGE)).toBe(true);
    const stranger = await shownAttachments(restored.anonymous, withFile);
    expect(stranger).toBeNull();
  });

  it('is found again: the index is filled from what is published', async () => {
    await restored.index();
    const { search } = await at(restored, other.reviewer).ask(
      '{ search(query: "community", first: 5) { total } }',
    );
    expect(search.total).toBe(1);
  });

  it('has the schema that migrations make, with every constraint and trigger as it was', async () => {
    expect(await schemaOf(target.url)).toEqual(await schemaOf(app.databaseUrl));
  });

  it('keeps a trail that verifies, with a new key beside the old one, and tells of itself', async () => {
    await restored.app.get(AuditWorker).seal();
    await restored.app.get(Checkpoints).make();
    const key = restored.app.get(SigningKey);
    const { findings, checkpoints } = await restored.app
      .get(AuditVerification)
      .verify([], await key.trusted());
    expect(findings).toEqual([]);
    expect(checkpoints).toBeGreaterThan(3);
    expect(await key.public()).not.toEqual(await app.app.get(SigningKey).public());
    expect((await key.trusted()).size).toBe(2);
    const events = (url: string): Promise<{ event: string }[]> =>
      rowsOf(
        url,
        `SELECT event, institution_id, origin FROM audit_events WHERE subject_type = 'backup' ORDER BY id`,
      );
    const row = (event: string): object => ({ event, institution_id: null, origin: 'command line' });
    expect(await events(app.databaseUrl)).toEqual([row('backup.begun'), row('backup.made')]);
    expect(await events(target.url)).toEqual([row('backup.begun'), row('backup.restored')]);
    expect(await home.must('audit', 'verify')).toBe('intact');
  });

  it('goes on: what is created there has numbers that nothing else has', async () => {
    const input = {
      title: 'Later',
      summary: 'S.',
      body: '',
      details: { guidance: {} },
      sharing: { level: 'INSTITUTION' },
    };
    const { id } = await mutate(at(restored, one.author), CREATE, { input });
    const [row] = await rowsOf<{ greatest: boolean }>(
      target.url,
      'SELECT revision = (SELECT max(revision) FROM documents) AS greatest FROM documents WHERE id = $1',
      [id],
    );
    expect(row).toEqual({ greatest: true });
  });

  it('is not restored a second time, nor beside a server that runs', async () => {
    const before = await digests(target.url, ['audit_unsealed', 'audit_links', ...OF_INDEXES]);
    const running = await home.run('restore', file);
    expect(running).toMatchObject({ code: 1, stdout: '' });
    expect(running.stderr).toMatch(/^error: Precedent is running on this database/);
    const filled = await createTestDatabase();
    databases.push(filled);
    await rowsOf(
      filled.url,
      `INSERT INTO users (id, email, name, created_at) VALUES (gen_random_uuid(), 'a@b.example', 'A', now())`,
    );
    const again = await homeAt(filled.url, join(folder, 'restored')).run('restore', file);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toBe(
      'error: This instance is not empty: there are rows in users. Restore into a new data directory or a new database.\n',
    );
    expect(await rowsOf(filled.url, 'SELECT email FROM users')).toEqual([{ email: 'a@b.example' }]);
    expect(await digests(target.url, ['audit_unsealed', 'audit_links', ...OF_INDEXES])).toEqual(before);
  });
});

it('says which attachments have no content any more, and takes the rest', async () => {
  const source = app.settings.dataDirectory;
  const at = (id: string): string => join(source, 'attachments', id.slice(0, 2), id.slice(2, 4), id);
  const [gone, spoilt] = await Promise.all([
    mustUpload(app, one.author, 'gone.txt', 'Will be gone.'),
    mustUpload(app, one.author, 'spoilt.txt', 'Will be spoilt.'),
  ]);
  rmSync(at(gone));
  writeFileSync(at(spoilt), 'Has been spoilt');
  const path = join(folder, 'with-gaps');
  const { code, stdout, stderr } = await homeAt(app.databaseUrl, source).run('backup', path);
  expect({ code, stdout }).toEqual({ code: 1, stdout: `${path}\n` });
  expect(stderr).toMatch(/3 attachments, \d+ bytes\nWithout 2 attachments: /);
  for (const id of [gone, spoilt]) expect(stderr).toContain(id);

  const [target, data] = [await createTestDatabase({ empty: true }), join(folder, 'gaps')];
  databases.push(target);
  const restored = await withServicesOn(
    { url: target.url, settings: readSettings({ PRECEDENT_DATA_DIR: data }) },
    async (services) => services.get(RestorationService).restore(path, await checkBackup(path)),
    { beside: [BackupModule] },
  );
  expect(restored).toMatchObject({ attachments: 3, leftOut: [] });
});
