import { say } from './output.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Milliseconds from the signal to the end of the process, whatever still hangs. */
const LONGEST = 9_500;
/** Ctrl-C under npm arrives twice, from the terminal and from npm: within so many milliseconds it is one. */
const SAME = 500;
const HELD_UP = 1;

/** The wish that this process stops, from the moment on at which this is made. */
export class Stopping {
  /** Resolves with the signal's name. */
  readonly asked: Promise<string>;
  /** Aborts at a second signal: nothing in hand is to be waited for any longer. */
  readonly hurry: AbortSignal;
  private readonly impatient = new AbortController();
  private readonly listener: (signal: NodeJS.Signals) => void;
  private askedAt: number | null = null;

  constructor() {
    this.hurry = this.impatient.signal;
    let ask: (signal: string) => void;
    this.asked = new Promise((resolve) => (ask = resolve));
    this.listener = (signal) => {
      if (this.askedAt === null) {
        this.askedAt = performance.now();
        setTimeout(giveUp, LONGEST).unref();
        ask(signal);
      } else if (performance.now() - this.askedAt > SAME) this.impatient.abort();
    };
    for (const signal of SIGNALS) process.on(signal, this.listener);
  }

  get isAsked(): boolean {
    return this.askedAt !== null;
  }

  /**
   * Ends the process, if it was asked to stop, with the exit code that is set: everything is in order, and
   * what may still be open, such as a call to a server that does not answer, is not worth waiting for.
   */
  end(): void {
    if (this.isAsked) process.exit();
  }
}

function giveUp(): void {
  say('It could not be stopped in time: something does not end. What was not finished stays queued.');
  process.exit(HELD_UP);
}
