import { joinEmbeddedServer } from '#database';
import { GraphqlClient } from '#testing';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrecedentHome } from '../support/precedent-process.ts';
import { mutate } from '../support/publishing.ts';
import { rowsOf } from '../unit/support/database.ts';
import { FIRST_MIGRATIONS, migrateOnly } from './migrating.ts';

// A data directory as the first version left it, started with today's code, backed up while that runs, and
// restored into another one.

const FIXTURE = readFileSync(join(import.meta.dirname, 'first-rows.sql'), 'utf8');
const ALL = '{ documents(first: 100) { edges { node { title } } } }';
const FOUND = '{ search(query: "quillwork", first: 100) { total edges { node { document { title } } } } }';
const id = (number: number): string => `50000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const PUBLIC = ['To everybody'];
const COMMUNITY = [
  ...PUBLIC,
  'An advisory',
  'Being revised',
  'Not said by whom',
  'Revised and widened',
  'To the community',
];
const READER = [...COMMUNITY, 'For a few people', 'To the circle'];
const LIAISON = [...COMMUNITY, 'For publishers', 'Not for Calder'];
const HARROW = [...COMMUNITY, 'At home', 'Not for Calder', 'To a group that is gone', 'To the circle'];
const PUBLISHED = {
  author: [...HARROW, 'For a few people', 'For publishers', 'Over'],
  reviewer: [...HARROW, 'Over'],
  publisher: [...HARROW, 'For publishers', 'Over'],
  reader: READER,
  liaison: LIAISON,
  former: PUBLIC,
  stranger: PUBLIC,
};
/** What is seen beside it of what is not published, or no longer. */
const UNPUBLISHED: Partial<Record<keyof typeof PUBLISHED, string[]>> = {
  author: ['Approved', 'In draft', 'In review', 'Withdrawn'],
  reviewer: ['Approved', 'In review', 'Withdrawn'],
  publisher: ['Approved', 'In draft', 'In review', 'Withdrawn'],
};
type Name = keyof typeof PUBLISHED;

const home = new PrecedentHome();
const second = new PrecedentHome();
let url: string;
let client: (name: string) => GraphqlClient;
let before: object[];

const rowCounts = (databaseUrl: string): Promise<object[]> =>
  rowsOf(
    databaseUrl,
    `SELECT tablename AS name, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', tablename), false, true, '')))[1]::text AS rows
     FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL('{migrations,search_indexes,search_outbox,audit_events}') ORDER BY 1`,
  );

beforeAll(async () => {
  const server = await joinEmbeddedServer(home.folder, { fsync: 'off' });
  await migrateOnly(server.url, FIRST_MIGRATIONS);
  await rowsOf(server.url, FIXTURE);
  before = await rowCounts(server.url);
  await server.leave();
  // The index of that time was another kind of file.
  mkdirSync(join(home.folder, 'search'));
  writeFileSync(join(home.folder, 'search', 'index.sqlite'), 'of another form');
  // What was revoked a year ago would be deleted now.
  ({ url } = await home.withEnvironment({ RETENTION_REVOKED_TOKENS_DAYS: '0' }).serve('--no-demo'));
  client = (name) => new GraphqlClient(url).as(`precedent_${name.padEnd(43, 'x')}`);
});
afterAll(async () => {
  await home.remove();
  await second.remove();
});

it('starts, and everything is there', async () => {
  const databaseUrl = await home.must('database-url');
  const after = await rowCounts(databaseUrl);
  expect(before.length).toBeGreaterThan(10);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(
    await rowsOf(
      databaseUrl,
      `SELECT count(*)::int AS events FROM audit_events WHERE event = 'document.created'`,
    ),
  ).toEqual([{ events: 17 }]);
});

it.each(Object.keys(PUBLISHED) as Name[])(
  '%s reads what the rule of access said then, and no more',
  async (name) => {
    const { documents } = await client(name).ask(ALL);
    const titles = documents.edges
      .map(({ node }: any) => node.title)
      .filter((title: string | null) => title !== null);
    expect(titles.toSorted()).toEqual([...PUBLISHED[name], ...(UNPUBLISHED[name] ?? [])].toSorted());
  },
);

it('opens nothing to whom a token was revoked, or to nobody', async () => {
  const revoked = await client('revoked').send(ALL);
  expect(revoked.status).toBe(401);
  const { documents } = await new GraphqlClient(url).ask(ALL);
  expect(documents.edges.map(({ node }: any) => node.title)).toEqual(PUBLIC);
});

it('keeps history closed that was closed, and attribution withheld', async () => {
  const versions =
    'query($id: ID!) { document(id: $id) { versions(first: 9) { edges { node { title } } } institution { slug } } }';
  const seen = async (name: string, number: number): Promise<any> =>
    (await client(name).ask(versions, { id: id(number) })).document;
  const titles = ({ versions: { edges } }: any): string[] =>
    edges.map(({ node }: any) => node.title).toSorted();
  expect(titles(await seen('reader', 15))).toEqual(['Revised and widened']);
  expect(titles(await seen('reviewer', 15))).toEqual([
    'Revised and widened',
    'Revised and widened, as first said',
  ]);
  expect((await seen('reader', 7)).institution).toBeNull();
  expect((await seen('reviewer', 7)).institution).toEqual({ slug: 'harrow' });
  expect(await seen('liaison', 2)).toBeNull();
});

it.each(['author', 'reader', 'liaison', 'stranger'] as const)(
  '%s finds by searching what is published',
  async (name) => {
    const expected = PUBLISHED[name].toSorted();
    for (;;) {
      const { search } = await client(name).ask(FOUND);
      const found = search.edges.map(({ node }: any) => node.document.title).toSorted();
      expect(expected).toEqual(expect.arrayContaining(found));
      if (found.length < expected.length) await sleep(100);
      else {
        expect(search.total).toBe(expected.length);
        return;
      }
    }
  },
);

it('goes on with work as it stood: an approval of then still counts', async () => {
  const publish =
    'mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { document { state } userErrors { code message field } } }';
  expect(await mutate(client('publisher'), publish, { id: id(13) })).toEqual({ state: 'PUBLISHED' });
  const { document } = await client('reader').ask('query($id: ID!) { document(id: $id) { title } }', {
    id: id(13),
  });
  expect(document).toEqual({ title: 'Approved' });
});

it('is backed up while it runs, and restored into another data directory, where the trail verifies', async () => {
  const file = join(home.folder, 'everything');
  await home.must('backup', file);
  const again = await home.run('backup', file);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toMatch(/^error: .*there is something already, and it is not replaced/);
  const nowhere = await home.run('backup', join(file, 'below'));
  expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  expect(nowhere.stderr).toMatch(/^error: .*cannot be written there: ENOTDIR[^\n]*\n$/);
  await second.must('restore', file);
  expect(await second.must('audit', 'verify')).toBe('intact');
  const exported = (where: PrecedentHome): Promise<string> =>
    where.must('export', 'documents', '--as', 'reader@example.org');
  const [first, other] = [await exported(home), await exported(second)];
  expect(first.split('\n')).toHaveLength(READER.length + 1);
  expect(other).toBe(first);
});
