/** Where the time comes from. Injected, so that windows and expiries can be tested without waiting. */
export abstract class Clock {
  /** The present moment, with millisecond precision. */
  abstract now(): Date;
}

/** The machine's own clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
