const now = performance.now.bind(performance);

/** Time that passes at once, for what measures spans by `performance.now`. Each test begins with none. */
export class PassingTime {
  #passed = 0;

  constructor() {
    beforeEach(() => {
      this.#passed = 0;
      performance.now = () => now() + this.#passed;
    });
    afterEach(() => {
      performance.now = now;
    });
  }

  /** Lets so many milliseconds go by. */
  pass(milliseconds: number): void {
    this.#passed += milliseconds;
  }
}
