import { DeferredTrail, fingerprint, readCheckpoints, SigningKey, verifyFile } from '#audit';
import { newId } from '#kernel';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';
import { TrailBench } from './support/trail.ts';

const EVENTS = `query($institution: ID!, $first: Int, $after: String, $filter: AuditEventFilter) {
  auditEvents(institutionId: $institution, first: $first, after: $after, filter: $filter) {
    edges { node { id at event userId user { id name email } subjectType subjectId outcome origin requestId details position hash } }
    pageInfo { hasNextPage endCursor } } }`;

let app: TestApp;
let owner: Publisher;
let other: Publisher;
let auditor: Person;
let documentId: string;
let folder: string;
beforeAll(async () => {
  app = await TestApp.start();
  folder = mkdtempSync(join(tmpdir(), 'precedent-audit-'));
  owner = await Publisher.of(app);
  other = await Publisher.of(app);
  auditor = await app.person(owner.institution, 'READER', { auditor: true });
  documentId = await owner.publish({ title: 'Zanzibar', sharing: { level: 'COMMUNITY', tlp: 'GREEN' } });
  await other.publish({ sharing: { level: 'COMMUNITY', tlp: 'GREEN' } });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.stop();
});

const events = async (filter: object = {}, more: object = {}, person = auditor): Promise<any> =>
  (await person.client.ask(EVENTS, { institution: owner.institution.id, first: 100, filter, ...more }))
    .auditEvents;
const nodes = async (filter: object = {}): Promise<any[]> =>
  (await events(filter)).edges.map(({ node }: any) => node);

describe('auditEvents', () => {
  it('shows the auditor what happened at the own institution, newest first, and nothing of others', async () => {
    const all = await nodes();
    const rows = await rowsOf<{ id: string }>(
      app.databaseUrl,
      'SELECT id FROM audit_events WHERE institution_id = $1 AND id <= $2 ORDER BY id DESC',
      [owner.institution.id, all[0].id],
    );
    expect(all.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(all.find(({ event }) => event === 'document.published')).toMatchObject({
      ...{ userId: owner.publisher.userId, subjectType: 'document', subjectId: documentId, outcome: 'DONE' },
      ...{ origin: '127.0.0.1', details: expect.stringContaining('"version": 1') },
      user: { id: owner.publisher.userId, email: owner.publisher.email },
    });
    expect(JSON.stringify(all)).not.toContain('Zanzibar');
  });

  it('gives the place in the chain once an event is sealed', async () => {
    await new TrailBench(app).seal();
    const [first] = await nodes({ events: ['institution.created'] });
    expect(first).toMatchObject({ position: '1', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('goes on where the page before ended', async () => {
    const filter = { subjectId: documentId, outcome: 'DONE' };
    const whole = await nodes(filter);
    const paged: any[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: any = await events(filter, { first: 2, after });
      paged.push(...page.edges.map(({ node }: any) => node));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(whole.length).toBeGreaterThan(3);
    expect(paged).toEqual(whole);
  });

  test.each([
    [{ events: ['document.created', 'document.submitted'] }, ['document.submitted', 'document.created']],
    [{ subjectType: 'document', outcome: 'DENIED' }, []],
    [{ subjectType: 'institution' }, ['institution.created']],
    [{ events: ['document.created'], until: '2000-01-01T00:00:00Z' }, []],
    [{ events: ['document.created'], from: '2000-01-01T00:00:00Z' }, ['document.created']],
    [{ subjectId: 'nonsense' }, []],
    [{ events: [] }, []],
  ])('filters by %j', async (filter, expected) => {
    expect((await nodes(filter)).map(({ event }) => event)).toEqual(expected);
  });

  it('filters by person', async () => {
    const rows = await nodes({ userId: owner.reviewer.userId });
    expect(rows.map(({ event }) => event)).toEqual(['document.approved']);
  });

  it('is null to everybody else, alike for institutions that do not exist', async () => {
    const administrator = await app.person(owner.institution, 'PUBLISHER', { administrator: true });
    const theirs = await app.person(other.institution, 'READER', { auditor: true });
    const answers = await Promise.all(
      [administrator, theirs, owner.publisher].map((person) =>
        person.client.send(EVENTS, { institution: owner.institution.id }),
      ),
    );
    const nowhere = await theirs.client.send(EVENTS, { institution: newId() });
    for (const answer of answers) expect(answer).toEqual(nowhere);
    expect(nowhere).toMatchObject({ status: 200, data: { auditEvents: null }, errors: [] });
    const nobody = await app.anonymous.send(EVENTS, { institution: owner.institution.id });
    expect(nobody.errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is closed to an auditor whose membership has ended, with the next request', async () => {
    const person = await app.person(owner.institution, 'READER', { auditor: true });
    await events({}, {}, person);
    await rowsOf(app.databaseUrl, `UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [
      person.membershipId,
    ]);
    const answer = await person.client.send(EVENTS, { institution: owner.institution.id });
    expect(answer.data).toEqual({ auditEvents: null });
  });

  it('is itself recorded', async () => {
    await nodes({ events: ['document.created'], userId: owner.author.userId });
    const [row] = await nodes({ events: ['audit_trail.read'] });
    expect(row).toMatchObject({ userId: auditor.userId, subjectType: 'audit_trail', origin: '127.0.0.1' });
    expect(JSON.parse(row.details)).toEqual({ events: 1, filter: ['events', 'userId'] });
  });

  test.each(['x', Buffer.from('[1]').toString('base64url'), Buffer.from('["x"]').toString('base64url')])(
    'refuses %s as a cursor',
    async (after) => {
      const answer = await auditor.client.send(EVENTS, { institution: owner.institution.id, after });
      expect(answer.errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
    },
  );
});

describe('an exported trail', () => {
  const address = async (slug: string): Promise<string> => `${await app.app.getUrl()}/audit/${slug}.jsonl`;
  const take = async (person: Person, slug = owner.institution.slug): Promise<Response> =>
    fetch(await address(slug), { headers: { authorization: `Bearer ${person.token}` } });

  async function file(lines: readonly string[], name = 'trail.jsonl'): Promise<string> {
    const path = join(folder, name);
    writeFileSync(path, lines.join(''));
    return path;
  }

  async function exported(): Promise<string[]> {
    await app.app.get(DeferredTrail).drain();
    const text = await (await take(auditor)).text();
    return text.split(/(?<=\n)/);
  }

  it('holds every event of the institution, this export being the last, and verifies alone', async () => {
    const lines = await exported();
    const { trail, events: number, finding, checkpoint } = await verifyFile(await file(lines), null);
    expect(finding).toBeNull();
    expect(trail).toMatchObject({ chain: owner.institution.id, institution: owner.institution.slug });
    expect(number).toBe(lines.length - 2);
    const key = await app.app.get(SigningKey).public();
    expect(fingerprint(Buffer.from(checkpoint!.publicKey, 'base64'))).toBe(fingerprint(key));
    const all = lines.slice(1, -1).map((line) => JSON.parse(line).event);
    expect(new Set(all.map(({ institutionId }) => institutionId))).toEqual(new Set([owner.institution.id]));
    expect(all.at(-1)).toMatchObject({ event: 'audit_trail.exported', userId: auditor.userId });
  });

  it('is closed to everybody else, alike for institutions that do not exist', async () => {
    const [theirs, nowhere] = [await take(other.publisher), await take(other.publisher, 'nowhere')];
    expect([theirs.status, nowhere.status]).toEqual([403, 403]);
    expect(await theirs.text()).toBe(await nowhere.text());
    expect((await take(owner.publisher)).status).toBe(403);
    expect((await fetch(await address(owner.institution.slug))).status).toBe(401);
  });

  const changed = (line: string, change: (value: any) => void): string => {
    const value = JSON.parse(line);
    change(value);
    return `${JSON.stringify(value)}\n`;
  };
  test.each<[string, (lines: string[]) => string[]]>([
    [
      'an event changed',
      (lines) =>
        lines.with(
          2,
          changed(lines[2]!, ({ event }) => (event.userId = newId())),
        ),
    ],
    [
      'a detail changed',
      (lines) =>
        lines.with(
          2,
          changed(lines[2]!, ({ event }) => (event.details.more = 1)),
        ),
    ],
    [
      'a field more',
      (lines) =>
        lines.with(
          2,
          changed(lines[2]!, ({ event }) => (event.more = 1)),
        ),
    ],
    ['a line less', (lines) => lines.toSpliced(2, 1)],
    ['two lines exchanged', (lines) => lines.with(2, lines[3]!).with(3, lines[2]!)],
    ['a line twice', (lines) => lines.toSpliced(2, 0, lines[2]!)],
    ['the end cut off', (lines) => lines.slice(0, -1)],
    ['the tail cut off, with the checkpoint left', (lines) => lines.toSpliced(-2, 1)],
    ['half a line at the end', (lines) => [...lines.slice(0, -1), lines.at(-1)!.slice(0, 40)]],
    ['no first line', (lines) => lines.slice(1)],
    ['something behind the end', (lines) => [...lines, lines[1]!]],
    ['nothing at all', () => []],
    [
      'a checkpoint that says another place',
      (lines) =>
        lines.toSpliced(
          -2,
          2,
          changed(lines.at(-1)!, (value) => (value.position = String(lines.length - 3))),
        ),
    ],
    [
      'another time of the checkpoint',
      (lines) =>
        lines.with(
          -1,
          changed(lines.at(-1)!, (value) => (value.at = '2030-01-01T00:00:00.000Z')),
        ),
    ],
  ])('shows %s', async (_name, tamper) => {
    const { finding } = await verifyFile(await file(tamper(await exported())), null);
    expect(finding).not.toBeNull();
  });

  it('names the first event that was changed', async () => {
    const lines = await exported();
    const tampered = lines
      .with(
        4,
        changed(lines[4]!, ({ event }) => (event.event = 'nothing.happened')),
      )
      .with(
        6,
        changed(lines[6]!, ({ event }) => (event.event = 'nothing.happened')),
      );
    const { finding } = await verifyFile(await file(tampered), null);
    expect(finding).toMatchObject({ position: '4', eventId: JSON.parse(lines[4]!).event.id });
  });

  it('is held against checkpoints that were kept, and against the key that is known', async () => {
    const bench = new TrailBench(app);
    const [older] = [await exported()];
    await bench.seal();
    app.clock.advance(1_000);
    await bench.checkpoint();
    const kept = await readCheckpoints(join(app.settings.dataDirectory, 'audit-checkpoints.jsonl'));
    expect(readFileSync(join(app.settings.dataDirectory, 'audit-checkpoints.jsonl'), 'utf8')).not.toContain(
      'PRIVATE',
    );
    app.clock.advance(1_000);
    const lines = await exported();
    const own = new Set([(await app.app.get(SigningKey).public()).toString('base64')]);
    expect((await verifyFile(await file(lines), own, kept)).finding).toBeNull();
    // A file from before the checkpoint is no shorter than it should be.
    expect((await verifyFile(await file(older), own, kept)).finding).toBeNull();
    expect((await verifyFile(await file(lines), new Set(['another']), [])).finding!.what).toMatch(
      /another key/,
    );
    const forged = kept.map((line) => ({ ...line, position: '9999' }));
    expect((await verifyFile(await file(lines), own, forged)).finding).not.toBeNull();
  });
});
