/** Collects the parameters of one SQL statement. */
export class Bindings {
  readonly values: unknown[] = [];

  /** Adds a value and returns its placeholder. A value bound twice in a row of calls shares no number. */
  readonly bind = (value: unknown): string => {
    this.values.push(value);
    return `$${this.values.length}`;
  };
}
