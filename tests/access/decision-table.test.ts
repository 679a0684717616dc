import { and, evaluate, isIn, mayRead, mayReadPublished, mayReadWork, maySeeTombstone } from '#access';
import { DocumentsReadModel } from '#documents';
import { Authentication } from '#identity';
import type { GraphqlClient } from '#testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { TokensService } from '#identity';
import { EmbeddedEngine } from '../../libs/search/embedded/embedded-engine.ts';
import { TestApp } from '../support/test-app.ts';
import { NOW } from './cases/decision-case.ts';
import { DECISION_TABLE } from './decision-table.ts';
import { insertWorlds } from './world/insert-world.ts';
import { factsIn, principalIn } from './world/plain-facts.ts';
import { withRealIds } from './world/real-ids.ts';
import type { World, WorldDocument } from './world/world.ts';

/** Every case in a world of its own, all of them in one database; each document has a word of its own. */
const CASES = DECISION_TABLE.map(({ world: named, readerId, ...rest }, number) => {
  const { world, idOf } = withRealIds(named);
  const [only] = world.documents as [WorldDocument];
  const word = `caseword${number}`;
  const document = { ...only, title: `${only.title} ${word}`, topic: word };
  const ownWorld: World = { ...world, documents: [document] };
  return { ...rest, world: ownWorld, document, word, readerId: readerId === null ? null : idOf(readerId) };
});
type Case = (typeof CASES)[number];

const READING = CASES.filter(({ asks }) => asks === 'document');
const WORKING = CASES.filter(({ asks }) => asks === 'working');
const TOMBSTONE = CASES.filter(({ asks }) => asks === 'tombstone');

/** Whether a search should find it: searches cover what is published. */
const isFound = ({ expected, document }: Case): boolean => expected && document.state === 'PUBLISHED';

test('the table is large, its cases have names of their own, and both answers are common', () => {
  expect(new Set(DECISION_TABLE.map(({ name }) => name)).size).toBe(DECISION_TABLE.length);
  expect(DECISION_TABLE.length).toBeGreaterThan(150);
  expect(DECISION_TABLE.filter(({ expected }) => expected).length).toBeGreaterThan(60);
  expect(DECISION_TABLE.filter(({ expected }) => !expected).length).toBeGreaterThan(60);
});

describe('as plain code', () => {
  const principalOf = ({ world, readerId }: Case) => principalIn(world, readerId, NOW);

  test.each(READING)('$name: $expected', (one) => {
    expect(evaluate(mayRead(principalOf(one), NOW), factsIn(one.document))).toBe(one.expected);
  });

  test.each(WORKING)('$name: $expected', (one) => {
    expect(evaluate(mayReadWork(principalOf(one)), factsIn(one.document))).toBe(one.expected);
  });

  test.each(TOMBSTONE)('$name: $expected', (one) => {
    expect(evaluate(maySeeTombstone(principalOf(one)), factsIn(one.document))).toBe(one.expected);
  });
});

describe('as a search filter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'precedent-table-'));
  const engine = new EmbeddedEngine(join(folder, 'index.sqlite'));

  // What is not published goes in as well: the filter has to keep it out by itself.
  beforeAll(async () => {
    const texts = {
      revision: 1,
      language: 'en',
      summary: 'A summary.',
      body: 'A body.',
      partnerNames: [],
      attachmentText: '',
    };
    await engine.upsert(
      CASES.map(({ document }) => ({ ...factsIn(document), ...texts, title: document.title })),
    );
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  test.each(READING)('$name: $expected', async (one) => {
    const filter = and(
      mayReadPublished(principalIn(one.world, one.readerId, NOW), NOW),
      isIn('id', [one.document.id]),
    );
    for (const text of ['', one.word]) {
      const { total, hits, facets } = await engine.search({
        ...{ text, synonyms: [], filter, readable: filter, limit: 10, after: null, moment: new Date(NOW) },
        facets: [{ facet: 'TOPIC', filter }],
      });
      expect(hits.map((hit) => hit.id)).toEqual(isFound(one) ? [one.document.id] : []);
      expect(total).toBe(isFound(one) ? 1 : 0);
      expect(facets).toEqual([
        { facet: 'TOPIC', counts: isFound(one) ? [{ value: one.word, count: 1 }] : [] },
      ]);
    }
  });
});

describe('in the running system', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    app.clock.now = () => new Date(NOW);
    const pool = new pg.Pool({ connectionString: app.databaseUrl });
    await insertWorlds(
      pool,
      CASES.map(({ world }) => world),
    );
    await pool.end();
    await app.index();
  });
  afterAll(() => app?.stop());

  describe('as SQL', () => {
    const find = async ({ readerId, document }: Case, ...fields: string[]) => {
      const principal = readerId
        ? await app.app.get(Authentication).principalOf(readerId)
        : ({ type: 'anonymous', userId: null, memberships: [] } as const);
      const model = app.app.get(DocumentsReadModel);
      return {
        row: await model.find(principal, document.id, new Set(fields)),
        tombstone: await model.findTombstone(principal, document.id),
      };
    };

    test.each(READING)('$name: $expected', async (one) => {
      expect((await find(one)).row?.id).toBe(one.expected ? one.document.id : undefined);
    });

    test.each(WORKING)('$name: $expected', async (one) => {
      expect(Boolean((await find(one, 'working')).row?.working)).toBe(one.expected);
    });

    test.each(TOMBSTONE)('$name: $expected', async (one) => {
      expect((await find(one)).tombstone?.id).toBe(one.expected ? one.document.id : undefined);
    });
  });

  describe('over HTTP', () => {
    const as = async ({ readerId }: Case): Promise<GraphqlClient> => {
      if (readerId === null) return app.anonymous;
      const { token } = await app.app.get(TokensService).create(readerId);
      return app.anonymous.as(token);
    };

    test.each(READING)('$name: $expected', async (one) => {
      const { document, documents, search } = await (
        await as(one)
      ).ask(
        `query ($id: ID!, $word: String!) {
          document(id: $id) { id state title }
          documents(filter: { topics: [$word] }) { edges { node { id } } pageInfo { hasNextPage } }
          search(query: $word, facets: [KIND, INSTITUTION, TOPIC]) {
            total edges { node { document { id } } } facets { counts { value count } }
          }
        }`,
        { id: one.document.id, word: one.word },
      );
      const { id, state, title, ownerId } = one.document;
      expect(document).toEqual(one.expected ? { id, state, title } : null);
      expect(documents).toEqual({
        edges: one.expected ? [{ node: { id } }] : [],
        pageInfo: { hasNextPage: false },
      });
      const namesOwner = one.document.attribution === 'NAMED' || seesOwner(one);
      const counted = (value: string, shown = true) => ({
        counts: isFound(one) && shown ? [{ value, count: 1 }] : [],
      });
      expect(search).toEqual({
        total: isFound(one) ? 1 : 0,
        edges: isFound(one) ? [{ node: { document: { id } } }] : [],
        facets: [counted('GUIDANCE'), counted(ownerId, namesOwner), counted(one.word)],
      });
    });

    test.each(WORKING)('$name: $expected', async (one) => {
      const { document } = await (
        await as(one)
      ).ask(`query ($id: ID!) { document(id: $id) { working { number } } }`, {
        id: one.document.id,
      });
      expect(document?.working ?? null).toEqual(one.expected ? { number: 2 } : null);
    });

    test.each(TOMBSTONE)('$name: $expected', async (one) => {
      const { tombstone } = await (
        await as(one)
      ).ask(`query ($id: ID!) { tombstone(id: $id) { id kind reason } }`, {
        id: one.document.id,
      });
      const left = { id: one.document.id, kind: 'GUIDANCE', reason: 'Out of date.' };
      expect(tombstone).toEqual(one.expected ? left : null);
    });
  });
});

/** Whether the reader is inside the owner; where it matters in the table, every membership counts. */
function seesOwner({ world, readerId, document }: Case): boolean {
  return world.memberships.some(
    ({ userId, institutionId }) => userId === readerId && institutionId === document.ownerId,
  );
}
