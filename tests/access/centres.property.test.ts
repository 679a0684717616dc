import { CentreStatistics, CollaborationNetworks, JointCentresReadModel } from '#centres';
import { anonymous, type Principal } from '#access';
import { ReadDatabase } from '#database';
import { Principals } from '#identity';
import { Clock } from '#kernel';
import { PartnersReadModel } from '#partners';
import { createTestDatabase, type TestDatabase } from '#testing';
import fc from 'fast-check';
import pg from 'pg';
import { insertWorlds } from './world/insert-world.ts';
import { reads, seesAttribution } from './world/naive-reference.ts';
import { randomWorld } from './world/random-world.ts';
import { withRealIds } from './world/real-ids.ts';
import type { World, WorldDocument } from './world/world.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const RUNS = 100;
/** In milliseconds; a failure is made smaller until then. */
const LONGEST = 100_000;

class StandingClock extends Clock {
  now(): Date {
    return new Date(NOW);
  }
}

let testDatabase: TestDatabase;
let pool: pg.Pool;
let database: ReadDatabase;
let authentication: Principals;
let centres: JointCentresReadModel;
let statistics: CentreStatistics;
let networks: CollaborationNetworks;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  pool = new pg.Pool({ connectionString: testDatabase.url, max: 1 });
  database = new ReadDatabase(testDatabase.url, 1);
  const clock = new StandingClock();
  const registry = new PartnersReadModel(database);
  authentication = new Principals(database, clock);
  centres = new JointCentresReadModel(database, clock, registry);
  statistics = new CentreStatistics(database, clock, registry);
  networks = new CollaborationNetworks(database, clock, registry);
});
afterAll(async () => {
  await Promise.all([pool.end(), database.close()]);
  await testDatabase.drop();
});

/**
 * The world's documents once more as joint centres: what was published is recorded, what was withdrawn is
 * deleted. A centre has no author, no co-authors and no grants. Each is founded in a year of its own.
 */
function asCentres(world: World): WorldDocument[] {
  return world.documents
    .filter(({ state }) => state === 'PUBLISHED' || state === 'WITHDRAWN')
    .map((document) => ({ ...document, authorId: null, coAuthorIds: [], reviewerIds: [] }));
}

async function insertCentres(worldCentres: readonly WorldDocument[]): Promise<void> {
  // A row of documents has the very columns of Sharing that a centre has.
  await pool.query(
    `INSERT INTO joint_centres (id, institution_id, name, founded_year, status, level, tlp, attribution,
       minimum_role, audience_institution_ids, audience_group_ids, audience_member_ids, audience_kinds,
       excluded_institution_ids, visible_from, visible_until, version, created_at, updated_at, deleted_at)
     SELECT id, institution_id, 'Centre', 2000 + array_position($1::uuid[], id), 'ACTIVE', level, tlp, attribution,
       minimum_role, audience_institution_ids, audience_group_ids, audience_member_ids, audience_kinds,
       excluded_institution_ids, visible_from, visible_until, 1, created_at, updated_at, withdrawn_at
     FROM documents WHERE id = ANY($1)`,
    [worldCentres.map(({ id }) => id)],
  );
  await pool.query(
    `INSERT INTO joint_centre_organisations (centre_id, side, number, name)
     SELECT id, side, 1, side || id FROM unnest($1::uuid[]) id, unnest(ARRAY['DOMESTIC', 'PARTNER']) side`,
    [worldCentres.map(({ id }) => id)],
  );
}

const sorted = (ids: readonly string[]): string[] => [...ids].sort();

test(
  'joint centres are read, counted and linked by the very rule for published documents, in random worlds',
  async () => {
    let [readable, unreadable] = [0, 0];
    await fc.assert(
      fc.asyncProperty(randomWorld(NOW, { institutions: 4, users: 4, documents: 12 }), async (named) => {
        const { world, idOf } = withRealIds(named);
        const all = asCentres(world);
        await pool.query('TRUNCATE joint_centres CASCADE');
        await insertWorlds(pool, [world]);
        await insertCentres(all);
        for (const userId of [null, ...named.users.map(({ id }) => idOf(id))]) {
          const asking = { world, userId, now: NOW };
          const expected = all.filter((one) => one.state === 'PUBLISHED' && reads(asking, one));
          const ids = sorted(expected.map(({ id }) => id));
          const principal: Principal = userId === null ? anonymous : await authentication.principalOf(userId);
          const page = await centres.list(principal, { first: 100 }, new Set(['institution']));
          const nodes = page.edges.map(({ node }) => node);
          expect({ userId, listed: sorted(nodes.map(({ id }) => id)) }).toEqual({ userId, listed: ids });
          const found = await Promise.all(all.map(({ id }) => centres.find(principal, id, new Set())));
          expect({ userId, found: sorted(found.flatMap((row) => (row ? [row.id] : []))) }).toEqual({
            userId,
            found: ids,
          });
          const { perYear } = await statistics.of(principal, null);
          expect(perYear.map(({ year }) => all[year - 2001]!.id).sort()).toEqual(ids);
          const { organisations } = await networks.of(principal, null);
          expect(organisations.map(({ name }) => name).sort()).toEqual(
            ids.flatMap((id) => [`DOMESTIC${id}`, `PARTNER${id}`]).sort(),
          );
          for (const { id, institution } of nodes) {
            const centre = all.find((one) => one.id === id)!;
            expect(Boolean(institution)).toBe(seesAttribution(asking, centre));
          }
          const { edges } = await centres.list(
            principal,
            { first: 100, filter: { ownerIds: world.institutions.map(({ id }) => id) } },
            new Set(),
          );
          expect(sorted(edges.map(({ node }) => node.id))).toEqual(
            sorted(expected.filter((one) => seesAttribution(asking, one)).map(({ id }) => id)),
          );
          readable += ids.length;
          unreadable += all.length - ids.length;
        }
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: LONGEST },
    );
    expect(Math.min(readable, unreadable)).toBeGreaterThan(100);
  },
  LONGEST + 60_000,
);
