import pg from 'pg';
import { ANY_QUERY, TestApp } from '../../support/test-app.ts';
import { assembleCast, Beginning, type Cast } from './api/cast.ts';
import { DOCUMENT_MOVES, type Move } from './api/moves.ts';
import { MUTATIONS, type Mutation } from './api/mutations.ts';
import { PEOPLE_MOVES } from './api/people-moves.ts';
import { expectedFor, shownTo } from './api/shown.ts';
import { Story } from './api/story.ts';
import { SeededDice } from './seeded-dice.ts';
import { randomSeed, settingOf } from './settings.ts';

const START = new Date('2026-06-01T12:00:00.000Z');
const STORIES = settingOf('ACCESS_STORIES') ?? 25;
const SEED = settingOf('ACCESS_SEED') ?? randomSeed();
const STEPS = 18;
/** With fewer stories, as when one of them is looked at again, not everything can be expected to be done. */
const ENOUGH_STORIES = 25;
/** How every story begins: with something to read. */
const OPENING = [
  ...['a draft is begun', 'a document is brought out'],
  ...['a draft is begun', 'a document is brought out', 'a new version is brought out'],
];
const MOVES: Readonly<Record<string, Move>> = { ...DOCUMENT_MOVES, ...PEOPLE_MOVES };
/** A name that is there twice is chosen more often: documents are what it is about. */
const CHOICE = [
  ...Object.keys(MOVES),
  ...Object.keys(DOCUMENT_MOVES),
  ...['a new version is brought out', 'a document is shared anew', 'a document is withdrawn'],
  ...['access is asked for, and granted or not', 'access is asked for, and granted or not'],
  ...['a grant is taken back', 'a grant is taken back', 'a grant is taken back'],
  'an institution is invited to the group, and accepts or not',
];

let app: TestApp;
let pool: pg.Pool;
let cast: Cast;
let beginning: Beginning;
beforeAll(async () => {
  app = await TestApp.start(ANY_QUERY);
  pool = new pg.Pool({ connectionString: app.databaseUrl, max: 2 });
  cast = await assembleCast(app);
  beginning = await Beginning.of(pool, app);
});
afterAll(async () => {
  await pool?.end();
  await app?.stop();
});

test('whatever people do, the API shows everyone what the words of the access model say, and no more', async () => {
  const done = new Set<Mutation>();
  let steps = 0;
  for (let number = 0; number < STORIES; number += 1) {
    const seed = SEED + number;
    await beginning.restore();
    const story = await Story.begin(app, cast, SeededDice.of(seed, START), pool, START);
    try {
      for (let step = 0; step < STEPS; step += 1) {
        await move(story, OPENING[step]);
        await lookAround(story);
        steps += 1;
      }
      await story.happens('the index is brought up to date', () => app.index());
      await lookAround(story);
      for (const mutation of story.done) done.add(mutation);
    } catch (error) {
      throw new Error(`ACCESS_SEED=${seed} ACCESS_STORIES=1, after\n  ${story.log.join('\n  ')}`, {
        cause: error,
      });
    }
  }
  process.stderr.write(`access through the API: ${STORIES} stories, ${steps} steps, ACCESS_SEED=${SEED}\n`);
  // All of them but those that chance has left out.
  if (STORIES >= ENOUGH_STORIES) expect(done.size).toBeGreaterThanOrEqual(MUTATIONS.length - 3);
}, 600_000);

/** The next move, or any that is possible. */
async function move(story: Story, given: string | undefined): Promise<void> {
  let name = given ?? story.roll.one(...CHOICE);
  while (!(await MOVES[name]!(story))) name = story.roll.one(...CHOICE);
}

/** Everyone looks at everything, all at the same time. */
async function lookAround(story: Story): Promise<void> {
  const ids = story.documentIds;
  const nobody = { userId: null, client: app.anonymous };
  const everyone = [['nobody', nobody] as const, ...cast.people];
  await Promise.all(
    everyone.map(async ([name, person]) => {
      const shown = await shownTo(person.client, ids);
      // With the name on both sides, a difference says for whom it is one.
      expect({ name, ...shown }).toEqual({ name, ...expectedFor(story.world, story.now, person) });
    }),
  );
}
