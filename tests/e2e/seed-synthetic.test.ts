import { anonymous, evaluate, mayRead, type DocumentFacts, type Principal } from '#access';
import { readSettings } from '#config';
import { detailsName, FACTS_JSON, factsFromJson } from '#documents';
import type { DocumentKind } from '#kernel';
import { Authentication, TokensService } from '#identity';
import { TestClock, createTestDatabase, type GraphqlClient, type TestDatabase } from '#testing';
import pg from 'pg';
import { seedSynthetic, type SyntheticCounts } from '../../apps/cli/synthetic/seed-synthetic.ts';
import { newContent } from '../../libs/documents/content/content.ts';
import { PrecedentHome } from '../support/precedent-process.ts';
import { TestApp } from '../support/test-app.ts';

const DOCUMENTS = 300;
const INSTITUTIONS = 20;
const OPTIONS = { documents: DOCUMENTS, institutions: INSTITUTIONS, seed: 7 };
const TABLES = {
  institutions: 'id',
  users: 'id',
  memberships: 'id',
  sharing_groups: 'id',
  sharing_group_members: 'group_id, institution_id',
  documents: 'id',
  document_versions: 'document_id, number',
  document_reviews: 'id',
  retired_sharings: 'document_id, version_number',
  search_outbox: 'document_id',
  audit_events: 'id',
};

/** A clock that stands still, for what tells of the run itself. */
class StandingClock extends TestClock {
  override now(): Date {
    return new Date('2026-11-21T12:00:00Z');
  }
}

async function rowsOf<T extends pg.QueryResultRow>(url: string, query: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(query, values)).rows;
  } finally {
    await client.end();
  }
}

async function numberOf(url: string, from: string): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(url, `SELECT count(*)::int AS count FROM ${from}`);
  return row!.count;
}

/** One text for every row of every table. */
async function digestOf(url: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const [table, key] of Object.entries(TABLES)) {
    const [row] = await rowsOf<{ digest: string }>(
      url,
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY ${key})) AS digest FROM ${table} t`,
    );
    digests[table] = row!.digest;
  }
  return digests;
}

function seed(url: string, options = OPTIONS): Promise<SyntheticCounts> {
  const settings = readSettings({
    PRECEDENT_DATA_DIR: '/nowhere',
    DATABASE_POOL_SIZE: '5',
    LOG_LEVEL: 'silent',
  });
  return seedSynthetic({ url, settings }, options, new StandingClock());
}

let app: TestApp;
let url: string;
const others: TestDatabase[] = [];
beforeAll(async () => {
  app = await TestApp.start();
  url = app.databaseUrl;
  const counts = await seed(url);
  expect(counts).toMatchObject({ institutions: INSTITUTIONS, groups: 4, documents: DOCUMENTS, found: 0 });
  expect(counts.people / INSTITUTIONS).toBeGreaterThan(7);
});
afterAll(async () => {
  await app?.stop();
  for (const database of others) await database.drop();
});

async function otherDatabase(): Promise<string> {
  const database = await createTestDatabase();
  others.push(database);
  // The same index is to be kept up to date, so that the same work is queued.
  const [index] = await rowsOf<{ generation: string }>(url, 'SELECT generation FROM search_indexes');
  await rowsOf(
    database.url,
    `INSERT INTO search_indexes (generation, engine, adopted_at, seen_at) VALUES ($1, 'embedded', now(), now())`,
    [index!.generation],
  );
  return database.url;
}

describe('the same data every time', () => {
  it('is equal byte by byte for the same seed, also when a run was broken off', async () => {
    const other = await otherDatabase();
    await seed(other, { ...OPTIONS, documents: 120 });
    // As a run that died after some batches leaves it: without the end, and with a batch to fill up.
    const counts = await seed(other);
    expect(counts).toMatchObject({ institutions: 0, documents: DOCUMENTS - 120, found: 120 });
    const fresh = await otherDatabase();
    await seed(fresh);

    const [whole, inTwo, again] = [await digestOf(url), await digestOf(other), await digestOf(fresh)];
    expect(again).toEqual(whole);
    // Two runs have left two entries in the trail; everything else is the same.
    expect({ ...inTwo, audit_events: whole.audit_events }).toEqual(whole);
  });

  it('is other data for another seed, beside the first in one database', async () => {
    const both = await otherDatabase();
    await seed(both);
    await seed(both, { ...OPTIONS, seed: 8 });
    expect(await numberOf(both, 'documents')).toBe(2 * DOCUMENTS);
    const titles = await rowsOf<{ twice: number }>(
      both,
      'SELECT count(*)::int AS twice FROM (SELECT body FROM document_versions GROUP BY body HAVING count(*) > 1) b',
    );
    expect(titles[0]!.twice).toBe(0);
  });

  it('adds nothing when it is repeated', async () => {
    const before = await digestOf(url);
    expect(await seed(url)).toEqual({
      ...{ institutions: 0, people: 0, groups: 0, documents: 0, found: DOCUMENTS },
    });
    expect(await digestOf(url)).toEqual(before);
    expect(await numberOf(url, `audit_events WHERE event = 'synthetic_data.added'`)).toBe(1);
  });
});

describe('what is in it', () => {
  const WANTED: Record<string, Record<string, number>> = {
    level: { COMMUNITY: 0.4, PUBLIC: 0.2, INSTITUTION: 0.2, GROUPS: 0.15, NAMED: 0.05 },
    kind: { GUIDANCE: 0.25, CASE_STUDY: 0.45, PARTNER_NOTE: 0.2, ADVISORY: 0.1 },
    state: { PUBLISHED: 0.92, WITHDRAWN: 0.03, DRAFT: 0.025, IN_REVIEW: 0.015, APPROVED: 0.01 },
  };

  it.each(Object.keys(WANTED))('has every %s in about the wanted share', async (column) => {
    for (const [value, share] of Object.entries(WANTED[column]!)) {
      const found = (await numberOf(url, `documents WHERE ${column} = '${value}'`)) / DOCUMENTS;
      expect(found).toBeGreaterThan(0);
      expect(Math.abs(found - share)).toBeLessThan(0.07);
    }
  });

  it('has a few of everything that narrows', async () => {
    for (const condition of [
      'cardinality(excluded_institution_ids) > 0',
      'minimum_role > 0',
      `attribution = 'WITHHELD'`,
      'visible_from IS NOT NULL OR visible_until IS NOT NULL',
      'cardinality(audience_kinds) > 0',
      'latest_version > 1',
      'discoverable',
    ]) {
      const found = (await numberOf(url, `documents WHERE ${condition}`)) / DOCUMENTS;
      expect([condition, found > 0 && found < 0.15]).toEqual([condition, true]);
    }
  });

  it('has content that the API would have taken, word by word', async () => {
    const rows = await rowsOf<{ kind: DocumentKind; details: object } & Record<string, unknown>>(
      url,
      `SELECT d.kind, v.title, v.summary, v.body, v.language, v.topics, v.countries,
         v.review_by::text AS "reviewBy", v.details
       FROM documents d JOIN document_versions v ON v.document_id = d.id`,
    );
    for (const { kind, details, ...rest } of rows) {
      const content = newContent.parse({ ...rest, details: { [detailsName(kind)]: details } });
      expect(content).toEqual({
        ...rest,
        coAuthorIds: [],
        partnerIds: [],
        details: { kind, values: details },
      });
    }
  });

  it('has texts of the wanted length, with common and with rare words', async () => {
    const [text] = await rowsOf<{ length: number }>(
      url,
      'SELECT avg(length(body))::float AS length FROM document_versions',
    );
    expect(text!.length).toBeGreaterThan(1_200);
    expect(text!.length).toBeLessThan(1_600);
    const words = await rowsOf<{ documents: number }>(
      url,
      `SELECT ndoc AS documents FROM ts_stat('SELECT to_tsvector(''simple'', body) FROM document_versions')`,
    );
    expect(words.filter(({ documents }) => documents === 1).length).toBeGreaterThan(500);
    expect(words.filter(({ documents }) => documents > DOCUMENTS / 10).length).toBeGreaterThan(100);
  });
});

/** What no service would have written. Each must find nothing. */
const IMPOSSIBLE: Record<string, string> = {
  'a document without the version that it shows': `documents d WHERE NOT EXISTS (
    SELECT 1 FROM document_versions v WHERE v.document_id = d.id AND v.number = d.shown_version)`,
  'a latest version that is not the last': `documents d WHERE latest_version <> (
    SELECT max(number) FROM document_versions v WHERE v.document_id = d.id)`,
  'a published document whose shown version is not': `documents d
    JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
    WHERE (d.state IN ('PUBLISHED', 'WITHDRAWN')) <> (v.published_at IS NOT NULL)`,
  'times that do not follow each other': `documents WHERE created_at > updated_at OR published_at > updated_at
    OR listed_at <> coalesce(published_at, created_at) OR withdrawn_at < published_at
    OR (state = 'WITHDRAWN') <> (withdrawn_at IS NOT NULL) OR updated_at > '2026-11-01'`,
  'a version that is published before it is made': 'document_versions WHERE published_at < created_at',
  'a published document that is not queued': `documents d WHERE (state = 'PUBLISHED') <> EXISTS (
    SELECT 1 FROM search_outbox o WHERE o.document_id = d.id AND o.revision = d.revision AND NOT o.stale)`,
  'a replaced version without its former sharing': `document_versions v JOIN documents d ON d.id = v.document_id
    WHERE (v.number < d.shown_version) <> EXISTS (
      SELECT 1 FROM retired_sharings r WHERE r.document_id = d.id AND r.version_number = v.number)`,
  'an author who may not write': `documents d WHERE NOT EXISTS (SELECT 1 FROM memberships m
    WHERE m.user_id = d.author_id AND m.institution_id = d.institution_id AND m.role <> 'READER')`,
  'an advisory of someone who may not issue it': `documents d JOIN institutions i ON i.id = d.institution_id
    WHERE d.kind = 'ADVISORY' AND NOT i.may_issue_advisories`,
  'an approval by an author': `document_reviews r JOIN documents d ON d.id = r.document_id
    WHERE r.reviewer_id = d.author_id OR NOT r.reviewer_id = ANY(d.reviewer_ids) OR EXISTS (
      SELECT 1 FROM memberships m WHERE m.id = ANY(d.co_author_ids) AND m.user_id = r.reviewer_id)`,
  'something approved by nobody': `documents d WHERE work_state = 'APPROVED' AND NOT EXISTS (
    SELECT 1 FROM document_reviews r WHERE r.document_id = d.id AND r.version_number = d.latest_version)`,
  'something published for others that nobody approved for them': `documents d
    WHERE published_at IS NOT NULL AND level IN ('GROUPS', 'COMMUNITY', 'PUBLIC') AND NOT EXISTS (
      SELECT 1 FROM document_reviews r WHERE r.document_id = d.id AND r.version_number = d.shown_version)
    AND NOT EXISTS (SELECT 1 FROM retired_sharings r WHERE r.document_id = d.id AND r.level = 'INSTITUTION')`,
  'a label that does not allow the level': `documents WHERE (tlp = 'RED' AND level <> 'NAMED')
    OR (tlp IN ('AMBER', 'AMBER_STRICT') AND level IN ('COMMUNITY', 'PUBLIC'))
    OR (tlp = 'GREEN' AND level = 'PUBLIC')`,
  'an owner that is excluded': 'documents WHERE institution_id = ANY(excluded_institution_ids)',
  'a window that never opens': 'documents WHERE visible_from >= visible_until',
  'a group that the owner is not in': `documents d, unnest(d.audience_group_ids) AS g(id)
    WHERE NOT EXISTS (SELECT 1 FROM sharing_groups s WHERE s.id = g.id AND s.owner_id = d.institution_id)
    AND NOT EXISTS (SELECT 1 FROM sharing_group_members m
      WHERE m.group_id = g.id AND m.institution_id = d.institution_id AND m.status = 'ACCEPTED')`,
  'a group of a strange size': `(SELECT 1 FROM sharing_group_members GROUP BY group_id
    HAVING count(*) NOT BETWEEN 2 AND 11) g`,
  'a list that names nobody': `documents d WHERE NOT audience_member_ids <@ ARRAY(SELECT id FROM memberships)
    OR NOT audience_institution_ids || excluded_institution_ids <@ ARRAY(SELECT id FROM institutions)`,
  'a token': 'api_tokens',
};

it.each(Object.keys(IMPOSSIBLE))('has nowhere %s', async (what) => {
  expect(await numberOf(url, IMPOSSIBLE[what]!)).toBe(0);
});

describe('reading it', () => {
  let facts: DocumentFacts[];
  beforeAll(async () => {
    const rows = await rowsOf<{ facts: Record<string, unknown> }>(
      url,
      `SELECT ${FACTS_JSON} AS facts FROM documents d
       JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version`,
    );
    facts = rows.map((row) => factsFromJson(row.facts));
  });

  /** Every document that the list shows, page by page. */
  async function listed(client: GraphqlClient): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { documents }: Record<string, any> = await client.ask(
        `query ($after: String) { documents(first: 100, after: $after) {
           edges { node { id title body sharing { level tlp } } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      ids.push(...documents.edges.map((edge: any) => edge.node.id));
      more = documents.pageInfo.hasNextPage;
      after = documents.pageInfo.endCursor;
    }
    return ids.sort();
  }

  const readable = (principal: Principal): string[] => {
    const rule = mayRead(principal, new Date());
    return facts
      .filter((one) => evaluate(rule, one))
      .map((one) => one.id)
      .sort();
  };

  it.each([1, 3, 5, 7])(
    'shows person %i what the access rule admits, no more and no less',
    async (number) => {
      const [user] = await rowsOf<{ id: string }>(url, 'SELECT id FROM users WHERE email = $1', [
        `i1-p${number}@s7-${INSTITUTIONS}.example`,
      ]);
      const { token } = await app.app.get(TokensService).create(user!.id);
      const wanted = readable(await app.app.get(Authentication).principalOf(user!.id));
      expect(wanted.length).toBeGreaterThan(DOCUMENTS / 3);
      expect(wanted.length).toBeLessThan(DOCUMENTS);
      expect(await listed(app.anonymous.as(token))).toEqual(wanted);
    },
  );

  it('shows nobody in particular what is public', async () => {
    const wanted = readable(anonymous);
    expect(wanted.length).toBeGreaterThan(DOCUMENTS / 10);
    expect(await listed(app.anonymous)).toEqual(wanted);
  });
});

describe('the command', () => {
  const home = new PrecedentHome();
  afterAll(() => home.remove());

  it('prints one line with counts, and a repeat says that all is there', async () => {
    home.useDatabase(await otherDatabase());
    const args = ['seed', 'synthetic', '--documents', '12', '--institutions', '5', '--seed', '3'];
    expect(await home.must(...args)).toMatch(
      /^added 5 institutions, \d+ people, 1 sharing groups and 12 documents; 0 documents were there already$/,
    );
    expect(await home.must(...args)).toMatch(/^added 0 .*; 12 documents were there already$/);
  });

  it.each([
    ['--documents', '0'],
    ['--documents', 'many'],
    ['--documents', '1.5'],
    ['--institutions', '4'],
    ['--seed', '-1'],
  ])('refuses %s %s as wrong usage', async (...args) => {
    const { code, stdout, stderr } = await home.run('seed', 'synthetic', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('It must be a whole number from');
  });
});
