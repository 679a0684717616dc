import { Logger } from '@nestjs/common';
import { EngineUnavailable } from './engine-unavailable.ts';
import type { SearchEngine } from './engine.ts';

/** How long after a failure an engine is tried again. */
const RETRY_MILLISECONDS = 2_000;
/** How long a generation is taken for the present one. An outdated one is noticed by its registration, which is gone. */
const GENERATION_MILLISECONDS = 1_000;

/**
 * Knows whether an engine answers: so long as it does not, nobody need wait for it, and it is tried again in
 * the background.
 */
export class EngineWatch {
  readonly engine: SearchEngine;
  private readonly logger = new Logger(EngineWatch.name);
  private failure: string | null = 'not opened yet';
  private known: { generation: string; until: number } | null = null;
  private trying: Promise<void> | null = null;
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

  /** The generation of its index, at the most a second old, or `fresh`. */
  async generation(fresh = false): Promise<string> {
    if (!fresh && this.known && this.known.until > performance.now()) return this.known.generation;
    const generation = await this.engine.generation();
    this.known = { generation, until: performance.now() + GENERATION_MILLISECONDS };
    return generation;
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.engine.close();
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
