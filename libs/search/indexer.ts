import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { SearchEngine } from './engine.ts';
import { IndexFeeder } from './index-feeder.ts';
import { IndexRegistry } from './index-registry.ts';
import { SearchEngines } from './search-engines.ts';

const IDLE_MILLISECONDS = 250;
/** The longest pause before an engine that did not answer is tried again. */
const LONGEST_PAUSE_MILLISECONDS = 4_000;
const SEEN_MILLISECONDS = 60_000;

/**
 * Keeps the indexes of all engines up with the database. Each is worked by itself, so that one that does not
 * answer holds up no other.
 */
@Injectable()
export class Indexer {
  private readonly logger = new Logger(Indexer.name);
  private readonly feeders: readonly IndexFeeder[];
  private running: Promise<unknown> | null = null;
  private stopping = new AbortController();

  constructor(source: DataSource, engines: SearchEngines, registry: IndexRegistry, clock: Clock) {
    this.feeders = engines.all.map((engine) => new IndexFeeder(engine, source, registry, clock));
  }

  /** Works in the background until `stop`. */
  start(): void {
    if (this.running) return;
    this.stopping = new AbortController();
    this.running = Promise.all(this.feeders.map((feeder) => this.run(feeder)));
  }

  /** Finishes the batches in hand and returns. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = null;
  }

  /** Works until nothing is due. Returns how many entries were worked off, of all indexes together. */
  async drain(): Promise<number> {
    let done = 0;
    for (const feeder of this.feeders) {
      for (let batch = await feeder.workOff(); batch > 0; batch = await feeder.workOff()) done += batch;
    }
    return done;
  }

  /** The generation of an engine's index, registered. Throws when the engine does not answer. */
  generation(engine: SearchEngine): Promise<string> {
    return this.feeders.find((feeder) => feeder.engine === engine)!.generation();
  }

  private async run(feeder: IndexFeeder): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    let seen = -Infinity;
    while (!signal.aborted) {
      try {
        if (performance.now() - seen > SEEN_MILLISECONDS) {
          await feeder.beSeen();
          seen = performance.now();
        }
        const worked = await feeder.workOff();
        if (failures > 0) this.logger.log(`Indexing goes on (${feeder.engine.name}).`);
        failures = 0;
        if (worked > 0) continue;
      } catch (error) {
        // The database or the engine is away; what is queued stays queued.
        if (failures === 0)
          this.logger.warn(`Indexing waits (${feeder.engine.name}): ${(error as Error).message}`);
        failures += 1;
      }
      const pause = Math.min(IDLE_MILLISECONDS * 2 ** failures, LONGEST_PAUSE_MILLISECONDS);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
