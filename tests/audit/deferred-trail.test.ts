import { DeferredTrail, from, type Happening } from '#audit';
import type { EntityManager } from 'typeorm';
import { Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const OPEN = 'query($id: ID!) { document(id: $id) { id } }';

let app: TestApp;
let trail: DeferredTrail;
beforeAll(async () => {
  app = await TestApp.start();
  trail = app.app.get(DeferredTrail);
  const table = 'noted (at serial, word text NOT NULL, address text)';
  await rowsOf(app.databaseUrl, `CREATE TABLE ${table}; GRANT ALL ON noted, noted_at_seq TO PUBLIC`);
});
afterAll(() => app.stop());

/** How many each transaction held. */
const sizes: number[] = [];

async function note(manager: EntityManager, happenings: readonly Happening<string | null>[]): Promise<void> {
  sizes.push(happenings.length);
  for (const { what, place } of happenings) {
    await manager.query('INSERT INTO noted (word, address) VALUES ($1, $2)', [what, place.address]);
  }
}

/** What was noted since the last time, in order. */
async function noted(): Promise<{ word: string; address: string }[]> {
  await trail.drain();
  return rowsOf(
    app.databaseUrl,
    'WITH taken AS (DELETE FROM noted RETURNING *) SELECT word, address FROM taken ORDER BY at',
  );
}

beforeEach(() => sizes.splice(0));

describe('what is recorded behind the answer', () => {
  it('is written together where the same recorder writes it, each as coming from where it came from', async () => {
    for (let at = 0; at < 1_200; at += 1) {
      from({ address: `10.0.0.${at % 7}`, requestId: null }, () => trail.later(note, `word ${at}`));
    }
    expect(await noted()).toEqual(
      Array.from({ length: 1_200 }, (_, at) => ({ word: `word ${at}`, address: `10.0.0.${at % 7}` })),
    );
    expect(sizes).toEqual([500, 500, 200]);
  });

  it('keeps its order between recorders', async () => {
    const other = (manager: EntityManager, all: readonly Happening<string | null>[]): Promise<void> =>
      note(manager, all);
    for (const word of ['one', 'two']) trail.later(note, word);
    trail.later(other, 'three');
    trail.later(note, 'four');
    expect((await noted()).map(({ word }) => word)).toEqual(['one', 'two', 'three', 'four']);
    expect(sizes).toEqual([2, 1, 1]);
  });

  it('loses what the database refuses and nothing beside it, and says how many were lost', async () => {
    for (const word of ['one', null, 'two', null]) trail.later(note, word);
    expect((await noted()).map(({ word }) => word)).toEqual(['one', 'two']);
    const lost = await rowsOf(
      app.databaseUrl,
      "SELECT details, outcome FROM audit_events WHERE event = 'audit_trail.lost'",
    );
    expect(lost).toEqual([{ details: { count: 2 }, outcome: 'FAILED' }]);
  });
});

describe('a rush of openings and denials', () => {
  it('is recorded once for each person, in the trail of each institution', async () => {
    const owner = await Publisher.of(app);
    const [ours, theirs] = [await app.institution(), await app.institution()];
    const shared = await owner.publish({
      sharing: { level: 'GROUPS', tlp: 'AMBER', institutionIds: [owner.institution.id, ours.id] },
    });
    const people = await Promise.all(
      [ours, ours, theirs, theirs].map((institution) => app.person(institution, 'READER')),
    );
    await Promise.all([...people, ...people].map(({ client }) => client.ask(OPEN, { id: shared })));
    await trail.drain();
    const rows = await rowsOf(
      app.databaseUrl,
      `SELECT event, institution_id AS whose, user_id AS who, count(*)::int FROM audit_events
       WHERE subject_id = $1 AND event IN ('document.opened', 'document.denied')
       GROUP BY 1, 2, 3`,
      [shared],
    );
    const opened = people.slice(0, 2).map(({ userId }) => row('opened', ours.id, userId, 1));
    const denied = people.slice(2).map(({ userId }) => row('denied', theirs.id, userId, 2));
    expect(new Set(rows)).toEqual(
      new Set([...opened, ...denied, row('denied', owner.institution.id, null, 4)]),
    );
  });
});

function row(what: string, whose: string, who: string | null, count: number): object {
  return { event: `document.${what}`, whose, who, count };
}
