import { BackgroundWork, drained, type BackgroundJob } from '#database';
import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SearchEngine } from './engine.ts';
import { IndexFeeder } from './index-feeder.ts';
import { IndexRegistry } from './index-registry.ts';
import { SearchEngines } from './search-engines.ts';

/** Milliseconds; the longest is the one before an engine that did not answer is tried again. */
const PAUSES = { idle: 250, longest: 4_000 };
const SEEN_MILLISECONDS = 60_000;

/**
 * Keeps the indexes of all engines up with the database. Each is worked by itself, so that one that does not
 * answer holds up no other.
 */
@Injectable()
export class Indexer {
  private readonly feeders: readonly IndexFeeder[];
  private readonly work: BackgroundWork;

  constructor(source: DataSource, engines: SearchEngines, registry: IndexRegistry, clock: Clock) {
    this.feeders = engines.all.map((engine) => new IndexFeeder(engine, source, registry, clock));
    this.work = new BackgroundWork(this.feeders.map(jobOf), PAUSES, new Logger(Indexer.name));
  }

  /** Works in the background until `stop`. */
  start(): void {
    this.work.start();
  }

  /** Finishes the batches in hand and returns, or leaves them queued when `patience` ends. */
  stop(patience?: AbortSignal): Promise<void> {
    return this.work.stop(patience);
  }

  /** Works until nothing is due. Returns how many entries were worked off, of all indexes together. */
  drain(): Promise<number> {
    return drained(this.feeders);
  }

  /** The generation of an engine's index, registered. Throws when the engine does not answer. */
  generation(engine: SearchEngine): Promise<string> {
    return this.feeders.find((feeder) => feeder.engine === engine)!.generation();
  }
}

/** The work of one index, which now and then says that it is still kept up. */
function jobOf(feeder: IndexFeeder): BackgroundJob {
  let seen = -Infinity;
  return {
    name: `Indexing (${feeder.engine.name})`,
    workOff: async () => {
      if (performance.now() - seen > SEEN_MILLISECONDS) {
        await feeder.beSeen();
        seen = performance.now();
      }
      return feeder.workOff();
    },
  };
}
