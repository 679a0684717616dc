/** Collects the parameters of one SQL statement. */
export class Bindings {
  readonly values: unknown[] = [];
  private readonly numbers = new Map<string, number>();

  /**
   * Adds a value and returns its placeholder. Values that are equal share a number when they are bound for
   * the same place, say a column, so that PostgreSQL takes them for the same type; without one none is shared.
   */
  readonly bind = (value: unknown, place?: string): string => {
    if (place === undefined) return `$${this.values.push(value)}`;
    const key = `${place}\0${typeof value === 'string' ? value : JSON.stringify(value)}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.values.push(value);
      this.numbers.set(key, number);
    }
    return `$${number}`;
  };
}
