import { BackgroundWork, drained, type BackgroundJob } from '#database';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
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
export class Indexer extends BackgroundWork {
  private readonly feeders: readonly IndexFeeder[];

  constructor(source: DataSource, engines: SearchEngines, registry: IndexRegistry, clock: Clock) {
    const feeders = engines.all.map((engine) => new IndexFeeder(engine, source, registry, clock));
    super(feeders.map(jobOf), PAUSES);
    this.feeders = feeders;
  }

  /** The same without telling anybody that the indexes are looked after: who drains does so once. */
  override drain(): Promise<number> {
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
