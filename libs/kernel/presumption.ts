import { AsyncLocalStorage } from 'node:async_hooks';

/** What the work was begun on has turned out not to be so; the work is done again, on what is. */
class NotSo extends Error {
  override readonly name = 'NotSo';

  constructor() {
    super('what this was begun on is no longer so');
  }
}

const current = new AsyncLocalStorage<Presumption>();

/** What the work in hand was begun on, if it was begun before that had been confirmed. */
export function currentPresumption(): Presumption | undefined {
  return current.getStore();
}

/**
 * Something that was so a moment ago, such as who somebody is, and on which work has begun while it is being
 * confirmed. Such work may read. What it finds must not leave, and nothing that lasts may be done, before
 * `confirmed` has said yes.
 */
export class Presumption {
  readonly confirmed: Promise<boolean>;

  constructor(confirmed: Promise<boolean>) {
    this.confirmed = confirmed;
  }

  /** Does the work on it: whatever it calls finds it with `currentPresumption`. */
  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  /** Returns once it has been confirmed; throws NotSo when it is not so. */
  async hold(): Promise<void> {
    if (!(await this.confirmed)) throw new NotSo();
  }
}
