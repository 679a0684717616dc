import { readSettings } from '#config';
import { count, IndexCheck, SearchModule } from '#search';
import { GraphqlClient } from '#testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { withServicesOn } from '../../apps/cli/services.ts';
import { rowsOf } from '../unit/support/database.ts';
import type { Community } from './community.ts';
import { WORD, type Acknowledged, type RecordingClient } from './recording-client.ts';

/** What is held together: a server, what it keeps, who uses it, and what they were told. */
export interface World {
  /** Of the GraphQL endpoint. */
  url: string;
  databaseUrl: string;
  dataDirectory: string;
  meiliUrl?: string;
  community: Community;
  records: readonly RecordingClient[];
}

/** Statements that find what must not be, whatever happened; each returns the ids of what is broken. */
const BROKEN = {
  'a version is missing': `SELECT d.id FROM documents d WHERE d.latest_version <> (
    SELECT count(*) FROM document_versions v WHERE v.document_id = d.id AND v.number BETWEEN 1 AND d.latest_version)
    OR d.shown_version NOT BETWEEN 1 AND d.latest_version`,
  'a version is of no document': `SELECT v.document_id FROM document_versions v
    JOIN documents d ON d.id = v.document_id WHERE v.number > d.latest_version`,
  'published without a moment': `SELECT d.id FROM documents d
    JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
    WHERE d.state = 'PUBLISHED' AND (d.published_at IS NULL OR v.published_at IS NULL)`,
  'another audience than its level has': `SELECT id FROM documents WHERE level IN ('INSTITUTION', 'COMMUNITY')
    AND (cardinality(audience_institution_ids) + cardinality(audience_group_ids) + cardinality(audience_member_ids) > 0)`,
  'a former version without its sharing': `SELECT v.document_id FROM document_versions v
    JOIN documents d ON d.id = v.document_id
    WHERE v.published_at IS NOT NULL AND v.number < d.shown_version AND NOT EXISTS (
      SELECT 1 FROM retired_sharings r WHERE r.document_id = v.document_id AND r.version_number = v.number)`,
  'created without a trace': `SELECT d.id FROM documents d WHERE 1 <> (
    SELECT count(*) FROM audit_events e WHERE e.subject_id = d.id AND e.event IN ('document.created', 'document.imported'))`,
  'saved without a trace': `SELECT d.id FROM documents d WHERE d.latest_version - 1 <> (
    SELECT count(*) FROM audit_events e WHERE e.subject_id = d.id AND e.event = 'document.edited')`,
  'published without a trace': `SELECT v.document_id FROM document_versions v WHERE (v.published_at IS NOT NULL)::int <> (
    SELECT count(*) FROM audit_events e WHERE e.subject_id = v.document_id AND e.event = 'document.published'
      AND (e.details ->> 'version')::int = v.number)`,
  'a trace of nothing': `SELECT e.subject_id FROM audit_events e WHERE e.subject_type = 'document'
    AND e.outcome = 'DONE' AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = e.subject_id)`,
  'queued for an index that nobody knows': `SELECT o.document_id FROM search_outbox o
    WHERE NOT EXISTS (SELECT 1 FROM search_indexes i WHERE i.generation = o.generation)`,
};

const FOUND = `query($q: String!, $after: String) { search(query: $q, first: 100, after: $after) {
  total edges { node { document { id } } } pageInfo { hasNextPage endCursor } } }`;
const LISTED = `query($after: String) { documents(first: 100, after: $after) {
  edges { node { id } } pageInfo { hasNextPage endCursor } } }`;

/**
 * After a fault: what was acknowledged is there, documents are whole, nobody reads what they may not, and the
 * indexes come to be equal to the database by themselves. Waits for that last one, as long as the test may.
 */
export async function holdsTogether(world: World): Promise<void> {
  for (const { unclean } of world.records) expect(unclean).toEqual([]);
  await expectAcknowledged(world);
  await expectWhole(world.databaseUrl);
  await expectClosed(world);
  await expectFound(world);
  await expectIndexed(world);
  await expectClosed(world);
}

/** What a client was told is there; what it was told is not there is not. */
async function expectAcknowledged({ databaseUrl, records }: World): Promise<void> {
  const stored = await rowsOf<{ id: string; title: string; state: string; shown: number; latest: number }>(
    databaseUrl,
    `SELECT d.id, v.title, d.state, d.shown_version AS shown, d.latest_version AS latest
     FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = 1`,
  );
  const byId = new Map(stored.map((row) => [row.id, row]));
  const lost = records.flatMap(({ acknowledged }) =>
    [...acknowledged].filter(([id, record]) => !isKept(record, byId.get(id))),
  );
  expect(lost).toEqual([]);
  const titles = new Set(stored.map(({ title }) => title));
  expect(records.flatMap(({ refused }) => refused).filter((title) => titles.has(title))).toEqual([]);
}

function isKept(
  { title, saved, published, unsure }: Acknowledged,
  row: { title: string; state: string; shown: number; latest: number } | undefined,
): boolean {
  if (!row || row.title !== title) return false;
  const further = unsure ? 1 : 0;
  if (row.latest < saved || row.latest > saved + further) return false;
  if (published > 0) return row.state === 'PUBLISHED' && row.shown >= published;
  return unsure || row.state !== 'PUBLISHED';
}

async function expectWhole(databaseUrl: string): Promise<void> {
  for (const [what, statement] of Object.entries(BROKEN))
    expect([what, await rowsOf(databaseUrl, statement)]).toEqual([what, []]);
}

/** Nobody but the owner's people has what was never meant for others, or is no longer. */
async function expectClosed({ url, community, records }: World): Promise<void> {
  const outsider = new GraphqlClient(url).as(community.outsider);
  const closed = new Set(
    records.flatMap(({ acknowledged }) =>
      [...acknowledged].filter(([, { wide }]) => !wide).map(([id]) => id),
    ),
  );
  for (const client of [outsider, new GraphqlClient(url)]) {
    const seen = [
      ...(await everything(client, FOUND, 'search')),
      ...(await everything(client, LISTED, 'documents')),
    ];
    expect(seen.filter((id) => closed.has(id))).toEqual([]);
    const some = [...closed].slice(-20);
    const each = some.map((id, i) => `d${i}: document(id: "${id}") { id }`).join(' ');
    if (each) expect(Object.values(await client.ask(`{ ${each} }`))).toEqual(some.map(() => null));
  }
}

/** Whoever may finds everything that is published. */
async function expectFound({ url, community, records }: World): Promise<void> {
  const reader = new GraphqlClient(url).as(community.reader);
  const expected = records.flatMap((record) => record.published());
  const listed = new Set(await everything(reader, LISTED, 'documents'));
  expect(expected.filter((id) => !listed.has(id))).toEqual([]);
  for (;;) {
    const found = new Set(await everything(reader, FOUND, 'search'));
    if (expected.every((id) => found.has(id))) return;
    await sleep(100);
  }
}

/** As `check index` does, without the start of a process. */
async function expectIndexed({ databaseUrl, dataDirectory, meiliUrl }: World): Promise<void> {
  const settings = readSettings({
    ...{ DATABASE_URL: databaseUrl, PRECEDENT_DATA_DIR: dataDirectory, LOG_LEVEL: 'silent' },
    ...(meiliUrl ? { MEILI_URL: meiliUrl } : {}),
  });
  const work = { url: databaseUrl, settings };
  await withServicesOn(
    work,
    async (services) => {
      const check = services.get(IndexCheck);
      for (const engine of check.checked) {
        while ((await check.pending(engine)) > 0) await sleep(50);
        const differences = await check.compare(engine);
        expect([engine.name, count(differences), differences]).toMatchObject([engine.name, 0, {}]);
      }
    },
    { beside: [SearchModule] },
  );
}

/** The ids of a list, to its end. */
async function everything(client: GraphqlClient, query: string, field: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page: any = (await client.ask(query, { q: WORD, after }))[field];
    ids.push(...page.edges.map(({ node }: any) => (node.document ?? node).id as string));
    if (!page.pageInfo.hasNextPage) return ids;
    after = page.pageInfo.endCursor;
  }
}
