/**
 * A number of places to work at, and as many to wait at for a moment. Whoever finds both taken, or has
 * waited in vain, is turned away at once, so that what has been begun gets finished.
 */
export class Slots {
  private readonly most: number;
  private readonly patience: number;
  private taken = 0;
  /** Those who wait, longest first. */
  private readonly waiting = new Set<() => void>();

  /** `patience` in milliseconds. */
  constructor(most: number, patience: number) {
    this.most = most;
    this.patience = patience;
  }

  /** Whether there was, or came, a place. Whoever got one must give it back with `release`. */
  take(): Promise<boolean> | boolean {
    if (this.taken < this.most) {
      this.taken += 1;
      return true;
    }
    if (this.waiting.size >= this.most) return false;
    return new Promise((resolve) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(enter);
        resolve(false);
      }, this.patience);
      this.waiting.add(enter);
    });
  }

  /** Gives a place back; the next one who waits has it. */
  release(): void {
    const [next] = this.waiting;
    if (!next) {
      this.taken -= 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
