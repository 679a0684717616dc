import type { Dice } from '../world/random-sharing.ts';
import { worldBy } from '../world/random-world.ts';
import type { World, WorldDocument } from '../world/world.ts';
import { anyOf, type Change, type Effect, type Scene } from './changes/change.ts';
import { PEOPLE_CHANGES } from './changes/people.ts';
import { SHARING_CHANGES } from './changes/sharing.ts';
import { WORK_CHANGES } from './changes/work.ts';
import { SeededDice } from './seeded-dice.ts';

/** The moment at which every walk begins. */
const START = new Date('2026-06-01T12:00:00.000Z');
const SIZE = { institutions: 4, users: 4, documents: 6 };
const [FEWEST_CHANGES, MOST_CHANGES] = [3, 8];
const HOUR = 3_600_000;

/** What has become of the world, and by what. */
export interface Step extends Scene {
  /** The name of the change; the first step of a walk has none. */
  name: string | null;
  effect: Effect;
  /** What happened, for people. */
  log: string;
}

/** A world, and what became of it one change after the other. */
export interface Walk {
  steps: Step[];
  /** Which of the steps is for PostgreSQL. */
  picked: number;
}

const TIME: Change = {
  name: 'time passes',
  effect: 'either',
  happens: ({ world, now }, roll) => {
    const ahead = momentsOf(world).filter((moment) => moment > now.getTime());
    const next = anyOf(roll, ahead) ?? now.getTime() + HOUR;
    // To the very moment at which something begins or ends, or right before it, or right after.
    const moment = new Date(Math.max(now.getTime() + 1, next + roll.one(-1, 0, 0, 1)));
    return { world, now: moment, to: moment.toISOString() };
  },
};

export const CHANGES: readonly Change[] = [...PEOPLE_CHANGES, ...SHARING_CHANGES, ...WORK_CHANGES, TIME];

/** What often changes nothing for anybody is tried more often; and time passes between all the rest. */
const TRIED_OFTEN = new Set([
  'an institution joins a group',
  'an institution leaves a group',
  'a group is struck off',
  'a grant is taken back',
  'a co-author joins',
  'a co-author drops out',
  'time passes',
]);
const OFTEN = CHANGES.filter(({ name }) => TRIED_OFTEN.has(name));
const CHOICE = [...CHANGES, ...OFTEN, ...OFTEN];

/** The walk that belongs to a seed: a random world and a random sequence of changes. */
export function walkOf(seed: number): Walk {
  const roll = SeededDice.of(seed, START);
  const world = livelier(worldBy(roll, SIZE), roll);
  const steps: Step[] = [{ world, now: START, name: null, effect: 'either', log: 'the beginning' }];
  const count = FEWEST_CHANGES + roll.upTo(MOST_CHANGES - FEWEST_CHANGES);
  while (steps.length <= count) steps.push(next(steps.at(-1)!, roll));
  return { steps, picked: roll.upTo(count) };
}

/** What happened up to a step, one line each. */
export function logOf({ steps }: Walk, upTo = steps.length - 1): string {
  return steps
    .slice(0, upTo + 1)
    .map(({ log }, index) => `  ${index}. ${log}`)
    .join('\n');
}

function next({ world, now }: Step, roll: SeededDice): Step {
  for (;;) {
    const { name, effect, happens } = roll.one(...CHOICE);
    const happened = happens({ world, now }, roll.at(now));
    if (happened === null) continue;
    return { world: happened.world, now: happened.now, name, effect, log: `${name}: ${happened.to}` };
  }
}

/** In most worlds everybody's membership counts at first, and much of what is published is open to its audience. */
function livelier(world: World, roll: Dice): World {
  const documents = world.documents.map((document): WorldDocument => {
    const open: Partial<WorldDocument> = { visibleFrom: null, visibleUntil: null, minimumRole: 'READER' };
    return { ...document, ...roll.one(open, open, {}), discoverable: roll.one(true, false) };
  });
  if (roll.one(true, false, false, false)) return { ...world, documents };
  return {
    ...world,
    documents,
    institutions: world.institutions.map((one) => ({ ...one, status: 'ACTIVE' })),
    memberships: world.memberships.map((own) =>
      own.status === 'REVOKED' ? own : { ...own, status: 'ACTIVE', validUntil: null },
    ),
  };
}

/** Every moment at which something in the world begins or ends. */
function momentsOf({ memberships, documents, grants }: World): number[] {
  const sharings = documents.flatMap((document) => [document, ...document.history]);
  return [
    ...memberships.map(({ validUntil }) => validUntil),
    ...sharings.flatMap(({ visibleFrom, visibleUntil }) => [visibleFrom, visibleUntil]),
    ...grants.map(({ expiresAt }) => expiresAt),
  ].flatMap((moment) => (moment === null ? [] : [moment.getTime()]));
}
