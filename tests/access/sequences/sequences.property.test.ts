import { logOf, walkOf, type Walk } from './changes.ts';
import { SearchTable } from './by-search.ts';
import type { Scene } from './changes/change.ts';
import { Coverage } from './coverage.ts';
import { against, movedBetween } from './effects.ts';
import { askInMemory, type Disagreement } from './in-memory.ts';
import { InPostgres, type Expected } from './in-postgres.ts';
import { randomSeed, settingOf } from './settings.ts';
import { smallestScene } from './smallest-scene.ts';

const WORLDS = settingOf('ACCESS_WORLDS') ?? 2_000;
const SEED = settingOf('ACCESS_SEED') ?? randomSeed();
/** How many worlds go into the database at a time, and of how many one is read through the read models. */
const [BATCH, MODELS_EVERY] = [100, 10];
/** With fewer worlds, as when one of them is looked at again, not everything can be expected to occur. */
const ENOUGH_WORLDS = 2_000;

let search: SearchTable;
let postgres: InPostgres;
beforeAll(async () => {
  search = new SearchTable();
  postgres = await InPostgres.start();
});
afterAll(async () => {
  await postgres?.stop();
});

/** A walk's step that is for PostgreSQL. */
interface Picked {
  seed: number;
  walk: Walk;
  expected: Expected;
}

test(
  'whatever happens in a world, all forms of the rule say what the words of the access model say',
  async () => {
    const coverage = new Coverage();
    for (let first = 0; first < WORLDS; first += BATCH) {
      const count = Math.min(BATCH, WORLDS - first);
      const picked = Array.from({ length: count }, (_, index) => follow(SEED + first + index, coverage));
      const disagreements = await postgres.ask(
        picked.map(({ expected }) => expected),
        MODELS_EVERY,
      );
      disagreements.forEach((disagreement, index) => {
        const { seed, walk, expected } = picked[index]!;
        if (disagreement) throw failure(seed, walk, walk.picked, inFull(disagreement, expected));
      });
    }
    process.stderr.write(
      `access sequences: ${WORLDS} worlds, ${coverage.steps} steps, ACCESS_SEED=${SEED}\n`,
    );
    if (WORLDS >= ENOUGH_WORLDS) expect(coverage.missing()).toEqual([]);
  },
  // Not a promise: a machine that does much else besides may take several times as long as usual.
  120_000 + WORLDS * 300,
);

/** Follows one walk in memory, step by step. */
function follow(seed: number, coverage: Coverage): Picked {
  const walk = walkOf(seed);
  let before: Expected | null = null;
  let picked: Expected | null = null;
  for (const [index, step] of walk.steps.entries()) {
    const isPicked = index === walk.picked;
    const { sights, disagreement } = askInMemory(step, search, isPicked);
    if (disagreement) throw failure(seed, walk, index, inFull(disagreement, step));
    const after: Expected = { world: step.world, now: step.now, sights };
    if (before !== null && step.name !== null) {
      const moved = movedBetween(before, after);
      const fault = against(step.effect, moved);
      if (fault) throw failure(seed, walk, index, `"${step.name}" ${fault}`);
      coverage.change(step.name, moved);
    }
    coverage.step(after);
    before = after;
    if (isPicked) picked = after;
  }
  return { seed, walk, expected: picked! };
}

function inFull({ userId, documentId, what }: Disagreement, { world, now }: Scene): string {
  const fails = (scene: Scene): boolean => askInMemory(scene, search, true).disagreement !== null;
  const inMemory = fails({ world, now });
  const small = inMemory ? smallestScene({ world, now }, fails) : { world, now };
  return `${userId ?? 'nobody'}, ${documentId}: ${what}\n${JSON.stringify(small, null, 1)}`;
}

/** A failure that says how to see it again. */
function failure(seed: number, walk: Walk, step: number, what: string): Error {
  return new Error(`ACCESS_SEED=${seed} ACCESS_WORLDS=1, after\n${logOf(walk, step)}\n${what}`);
}
