import { Clock } from '#kernel';

/** A clock that tests can put forward; until they do it tells the real time. */
export class TestClock extends Clock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  /** Puts the clock forward by so many milliseconds. */
  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}
