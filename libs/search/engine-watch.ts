import { Logger } from '@nestjs/common';
import { EngineUnavailable } from './engine-unavailable.ts';
import type { SearchEngine } from './engine.ts';

/** How long after a failure an engine is tried again. */
const RETRY_MILLISECONDS = 2_000;
/**
 * How long a generation is taken for the present one, and for how long from then on nobody need wait until it has
 * been asked for again. An outdated one is noticed by its registration, which is gone.
 */
const GENERATION_MILLISECONDS = 1_000;
const GRACE_MILLISECONDS = 5_000;

/**
 * Knows whether an engine answers: so long as it does not, nobody need wait for it, and it is tried again in
 * the background.
 */
export class EngineWatch {
  readonly engine: SearchEngine;
  private readonly logger = new Logger(EngineWatch.name);
  private failure: string | null = 'not opened yet';
  private known: { generation: string; since: number } | null = null;
  private trying: Promise<void> | null = null;
  private asking: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(engine: SearchEngine) {
    this.engine = engine;
  }

  /** Whether it answered when it was last asked. */
  get answers(): boolean {
    return this.failure === null;
  }

  /** One word for why it did not answer; null when it did. */
  get lastError(): string | null {
    return this.failure;
  }

  /** Tries to open it; when that fails, tries again until it succeeds. Never rejects. */
  open(): Promise<void> {
    this.trying ??= this.tryToOpen().finally(() => (this.trying = null));
    return this.trying;
  }

  /** Says that it has failed to answer. */
  failed(error: unknown): void {
    const code = error instanceof EngineUnavailable ? error.code : (error as Error).name;
    if (this.failure === null)
      this.logger.warn(`The ${this.engine.name} engine does not answer: ${(error as Error).message}`);
    this.failure = code;
    this.known = null;
    if (this.closed || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.open();
    }, RETRY_MILLISECONDS).unref();
  }

  /** The generation of its index, at the most some seconds old, or `fresh`. */
  async generation(fresh = false): Promise<string> {
    const age = this.known ? performance.now() - this.known.since : Infinity;
    if (!fresh && age < GENERATION_MILLISECONDS) return this.known!.generation;
    if (fresh || age > GRACE_MILLISECONDS) return this.ask();
    this.asking ??= this.askBehind();
    return this.known!.generation;
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.engine.close();
  }

  private async ask(): Promise<string> {
    const since = performance.now();
    const generation = await this.engine.generation();
    this.known = { generation, since };
    return generation;
  }

  /** For whoever does not wait. Never rejects. */
  private async askBehind(): Promise<void> {
    try {
      await this.ask();
    } catch (error) {
      if (!this.closed) this.failed(error);
    } finally {
      this.asking = null;
    }
  }

  private async tryToOpen(): Promise<void> {
    try {
      await this.engine.open();
      await this.generation(true);
      if (this.failure !== null) this.logger.log(`The ${this.engine.name} engine answers.`);
      this.failure = null;
    } catch (error) {
      this.failed(error);
    }
  }
}
