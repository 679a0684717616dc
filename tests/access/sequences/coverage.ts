import { DOCUMENT_STATES, SHARING_LEVELS } from '#kernel';
import { CHANGES } from './changes.ts';
import type { Moved } from './effects.ts';
import type { Expected } from './in-postgres.ts';
import type { Sight } from './sight.ts';

const ANSWERS = [true, false];

/** Counts what occurs on the walks, so that a generator that has gone dull is noticed. */
export class Coverage {
  steps = 0;
  private readonly seen = new Map<string, number>();

  step({ world, sights }: Expected): void {
    this.steps += 1;
    for (const own of sights.values()) {
      for (const { id, level, state } of world.documents) {
        const sight = own.get(id)!;
        this.count(answer(level, state, sight.reads));
        for (const [question, holds] of Object.entries(questions(sight))) this.count(`${question}: ${holds}`);
      }
    }
  }

  change(name: string, { gained, lost }: Moved): void {
    this.count(name);
    if (gained.length > 0) this.count(`${name}, and someone reads more`);
    if (lost.length > 0) this.count(`${name}, and someone reads less`);
  }

  /** What has never occurred. */
  missing(): string[] {
    const answers = SHARING_LEVELS.flatMap((level) =>
      DOCUMENT_STATES.flatMap((state) => ANSWERS.map((reads) => answer(level, state, reads))),
    );
    const asked = Object.keys(questions(NOTHING)).flatMap((question) =>
      ANSWERS.map((holds) => `${question}: ${holds}`),
    );
    const changes = CHANGES.flatMap(({ name, effect }) => [
      name,
      ...(effect === 'opens' || effect === 'either' ? [`${name}, and someone reads more`] : []),
      ...(effect === 'closes' || effect === 'either' ? [`${name}, and someone reads less`] : []),
    ]);
    return [...new Set([...answers, ...asked, ...changes])].filter((what) => !this.seen.has(what));
  }

  private count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }
}

const NOTHING: Sight = {
  ...{ reads: false, working: false, tombstone: false, stub: false, attribution: false },
  versions: [],
};

function questions({ working, tombstone, stub, attribution, versions }: Sight): Record<string, boolean> {
  return { working, tombstone, stub, attribution, 'more than one version': versions.length > 1 };
}

function answer(level: string, state: string, reads: boolean): string {
  return `${level} ${state} ${reads ? 'readable' : 'unreadable'}`;
}
