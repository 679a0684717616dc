import { Clock } from '#kernel';

/** Tells the time at which the thing being seeded happened, so that the demonstration has a past. */
export class SeedClock extends Clock {
  private moment = new Date('2023-01-02T09:00:00Z');

  now(): Date {
    return new Date(this.moment);
  }

  /** Sets the clock. */
  set(moment: Date): void {
    this.moment = moment;
  }
}
