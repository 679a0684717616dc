import {
  and,
  anonymous,
  evaluate,
  isIn,
  mayRead,
  mayReadPublished,
  mayReadWork,
  maySeeTombstone,
  type Principal,
} from '#access';
import { ReadDatabase } from '#database';
import { DocumentsReadModel, VersionsReadModel } from '#documents';
import { Principals } from '#identity';
import { Clock } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#testing';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedEngine } from '../../libs/search/embedded/embedded-engine.ts';
import { insertWorlds } from './world/insert-world.ts';
import { reads, readsVersions, seesTombstone, seesWorking } from './world/naive-reference.ts';
import { factsIn, principalIn } from './world/plain-facts.ts';
import { randomWorld } from './world/random-world.ts';
import { withRealIds } from './world/real-ids.ts';
import type { World, WorldDocument } from './world/world.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const RUNS = 200;
/** In milliseconds; a failure is made smaller until then. */
const LONGEST = 150_000;
const SIZE = { institutions: 5, users: 5, documents: 15 };

class StandingClock extends Clock {
  now(): Date {
    return new Date(NOW);
  }
}

let testDatabase: TestDatabase;
let pool: pg.Pool;
let readDatabase: ReadDatabase;
let authentication: Principals;
let model: DocumentsReadModel;
let versionsModel: VersionsReadModel;
const folder = mkdtempSync(join(tmpdir(), 'precedent-forms-'));
const engine = new EmbeddedEngine(join(folder, 'index.sqlite'));

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  pool = new pg.Pool({ connectionString: testDatabase.url, max: 1 });
  readDatabase = new ReadDatabase(testDatabase.url, 1);
  authentication = new Principals(readDatabase, new StandingClock());
  model = new DocumentsReadModel(readDatabase, new StandingClock());
  versionsModel = new VersionsReadModel(readDatabase, new StandingClock());
});

afterAll(async () => {
  await Promise.all([pool.end(), readDatabase.close(), engine.close()]);
  await testDatabase.drop();
  rmSync(folder, { recursive: true });
});

/** What one form of the rule gives someone, by the documents' names in the world. */
interface Sight {
  documents: string[];
  working: string[];
  tombstones: string[];
}

test(
  'code, SQL, search filter and the words of the access model agree in random worlds',
  async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(randomWorld(NOW, SIZE), async (named) => {
        const { world, idOf } = withRealIds(named);
        const nameOf = new Map(named.documents.map(({ id }) => [idOf(id), id]));
        await insertWorlds(pool, [world]);
        await index(world);
        for (const userId of [null, ...named.users.map(({ id }) => id)]) {
          const real = userId === null ? null : idOf(userId);
          const inNames = ({ documents, working, tombstones }: Sight): Sight => ({
            documents: documents.map((id) => nameOf.get(id)!).sort(),
            working: working.map((id) => nameOf.get(id)!).sort(),
            tombstones: tombstones.map((id) => nameOf.get(id)!).sort(),
          });
          const expected = inNames(byWords(world, real));
          const published = expected.documents.filter((id) => stateOf(named, id) === 'PUBLISHED');
          // With the user's name on both sides, a difference says for whom it is one.
          expect({ userId, ...inNames(byCode(world, real)) }).toEqual({ userId, ...expected });
          expect({ userId, ...inNames(await bySql(world, real)) }).toEqual({ userId, ...expected });
          const found = (await bySearch(world, real)).map((id) => nameOf.get(id)!).sort();
          expect({ userId, found }).toEqual({ userId, found: published });
          const versions = versionsByWords(world, real);
          expect({ userId, versions: await versionsBySql(world, real) }).toEqual({ userId, versions });
          count(seen, named, expected);
        }
        await engine.remove(world.documents.map(({ id }) => id));
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: LONGEST },
    );
    expect(neverSeen(seen)).toEqual([]);
  },
  LONGEST + 60_000,
);

function byWords(world: World, userId: string | null): Sight {
  const asking = { world, userId, now: NOW };
  return sight(world, {
    documents: (document) => reads(asking, document),
    working: (document) => seesWorking(asking, document),
    tombstones: (document) => seesTombstone(asking, document),
  });
}

function byCode(world: World, userId: string | null): Sight {
  const principal = principalIn(world, userId, NOW);
  const readable = mayRead(principal, NOW);
  return sight(world, {
    documents: (document) => evaluate(readable, factsIn(document)),
    working: (document) =>
      document.state === 'PUBLISHED' && evaluate(and(readable, mayReadWork(principal)), factsIn(document)),
    tombstones: (document) => evaluate(maySeeTombstone(principal), factsIn(document)),
  });
}

/** Whoever it is, as the database knows it. */
async function stored(userId: string | null): Promise<Principal> {
  return userId === null ? anonymous : authentication.principalOf(userId);
}

function versionsByWords(world: World, userId: string | null): number[][] {
  return world.documents.map((document) => readsVersions({ world, userId, now: NOW }, document));
}

async function versionsBySql(world: World, userId: string | null): Promise<number[][]> {
  const ids = world.documents.map(({ id }) => id);
  const pages = await versionsModel.list(await stored(userId), ids, { first: 100 });
  return ids.map((id) => pages.get(id)!.edges.map(({ node }) => node.number));
}

/** One statement for all documents, and one for each tombstone there can be. */
async function bySql(world: World, userId: string | null): Promise<Sight> {
  const principal = await stored(userId);
  const rows = await model.byIds(
    principal,
    world.documents.map(({ id }) => id),
    new Set(['working']),
  );
  const withdrawn = world.documents.filter(({ state }) => state === 'WITHDRAWN');
  const tombstones = await Promise.all(withdrawn.map(({ id }) => model.findTombstone(principal, id)));
  return {
    documents: [...rows.keys()],
    working: [...rows.values()].filter(({ working }) => working).map(({ id }) => id),
    tombstones: tombstones.flatMap((tombstone) => (tombstone ? [tombstone.id] : [])),
  };
}

async function bySearch(world: World, userId: string | null): Promise<string[]> {
  const filter = and(
    mayReadPublished(principalIn(world, userId, NOW), NOW),
    isIn(
      'id',
      world.documents.map(({ id }) => id),
    ),
  );
  const { hits, total } = await engine.search({
    ...{ text: '', synonyms: [], facets: [], limit: 100, after: null, moment: NOW },
    filter,
    readable: filter,
  });
  expect(total).toBe(hits.length);
  return hits.map(({ id }) => id);
}

async function index(world: World): Promise<void> {
  const texts = {
    revision: 1,
    language: 'en',
    summary: 'A summary.',
    body: 'A body.',
    partnerNames: [],
    attachmentText: '',
  };
  await engine.upsert(
    world.documents.map((document) => ({ ...factsIn(document), ...texts, title: document.title })),
  );
}

function sight(world: World, tests: Record<keyof Sight, (document: WorldDocument) => boolean>): Sight {
  const ids = (test: (document: WorldDocument) => boolean): string[] =>
    world.documents.filter(test).map(({ id }) => id);
  return { documents: ids(tests.documents), working: ids(tests.working), tombstones: ids(tests.tombstones) };
}

function stateOf(world: World, documentId: string): string {
  return world.documents.find(({ id }) => id === documentId)!.state;
}

/** Counts both answers by level and state, so that a generator that has gone dull is noticed. */
function count(seen: Map<string, number>, { documents }: World, { documents: readable }: Sight): void {
  for (const { id, level, state } of documents) {
    const kind = `${level} ${state} ${readable.includes(id) ? 'readable' : 'unreadable'}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
}

function neverSeen(seen: ReadonlyMap<string, number>): string[] {
  const levels = ['NAMED', 'INSTITUTION', 'GROUPS', 'COMMUNITY', 'PUBLIC'];
  const states = ['DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'WITHDRAWN'];
  return levels
    .flatMap((level) =>
      states.flatMap((state) => ['readable', 'unreadable'].map((answer) => `${level} ${state} ${answer}`)),
    )
    .filter((kind) => (seen.get(kind) ?? 0) < 5);
}
