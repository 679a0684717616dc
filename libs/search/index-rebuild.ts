import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { Rebuilding, SearchEngine } from './engine.ts';
import { IndexFeeder } from './index-feeder.ts';
import { IndexRegistry } from './index-registry.ts';
import { Indexer } from './indexer.ts';
import { lock, lockOf, tryLock } from './locks.ts';

const POLL_MILLISECONDS = 100;
const SEEN_MILLISECONDS = 30_000;
/** A document that has failed so often holds up the others no longer; it stays queued for the new index. */
const ENOUGH_ATTEMPTS = 3;

export interface Rebuilt {
  /** Documents that were queued for the fresh index. */
  documents: number;
  /** Those of them that could not be indexed, and will be tried again. */
  failing: number;
}

/** How far it has come: documents that are done, of so many. */
export type Report = (done: number, total: number) => void;

/**
 * Builds a fresh index beside the one in use and puts it in its place. Meanwhile searches are answered from
 * the old one, and changes are queued for both; so nothing is lost, and nothing that was withdrawn comes back.
 */
@Injectable()
export class IndexRebuild {
  private readonly source: DataSource;
  private readonly registry: IndexRegistry;
  private readonly indexer: Indexer;
  private readonly clock: Clock;

  constructor(source: DataSource, registry: IndexRegistry, indexer: Indexer, clock: Clock) {
    this.source = source;
    this.registry = registry;
    this.indexer = indexer;
    this.clock = clock;
  }

  /** Throws when the engine does not answer, or when its index is being rebuilt already. */
  async run(engine: SearchEngine, report: Report = () => undefined): Promise<Rebuilt> {
    const old = await this.indexer.generation(engine);
    // Held by a transaction of its own, so that it goes with the process.
    return this.source.transaction(async (manager) => {
      if (!(await tryLock(manager, `rebuild ${old}`))) throw new Error('The index is being rebuilt already.');
      const rebuilding = await engine.rebuild();
      try {
        return await this.replace(engine, old, rebuilding, report);
      } catch (error) {
        await this.giveUp(old, rebuilding);
        throw error;
      }
    });
  }

  private async replace(
    engine: SearchEngine,
    old: string,
    rebuilding: Rebuilding,
    report: Report,
  ): Promise<Rebuilt> {
    const fresh = await rebuilding.engine.generation();
    await this.source.transaction(async (manager) => {
      // What an interrupted rebuild has left is registered still.
      await this.registry.deregister(manager, await this.registry.successors(manager, old));
      await this.registry.register(manager, engine, fresh, old);
    });
    const feeder = new IndexFeeder(rebuilding.engine, this.source, this.registry, this.clock, fresh);
    const documents = await this.fill(feeder, fresh, report);
    await this.source.transaction(async (manager) => {
      // Nobody may be in the midst of writing into the old one, or it would end up in the fresh one.
      await lock(manager, lockOf(old));
      await lock(manager, lockOf(fresh));
      await rebuilding.promote();
      await manager.query('UPDATE search_indexes SET replaces = NULL WHERE generation = $1', [fresh]);
      await this.registry.deregister(manager, [old]);
    });
    return { documents, failing: (await this.left(fresh)).failing };
  }

  /** Works until nothing is left to do, and returns how many documents that were. */
  private async fill(feeder: IndexFeeder, generation: string, report: Report): Promise<number> {
    const { waiting: total } = await this.left(generation);
    let seen = performance.now();
    for (;;) {
      const worked = await feeder.workOff();
      const { waiting } = await this.left(generation);
      report(Math.max(0, total - waiting), total);
      if (waiting === 0) return total;
      if (performance.now() - seen > SEEN_MILLISECONDS) {
        await this.registry.seen(generation);
        seen = performance.now();
      }
      if (worked === 0) await sleep(POLL_MILLISECONDS);
    }
  }

  private async left(generation: string): Promise<{ waiting: number; failing: number; registered: boolean }> {
    const [row] = await this.source.query<{ waiting: number; failing: number; registered: boolean }[]>(
      `SELECT count(*) FILTER (WHERE attempts < $2)::int AS waiting,
         count(*) FILTER (WHERE attempts >= $2)::int AS failing
       FROM search_outbox WHERE generation = $1`,
      [generation, ENOUGH_ATTEMPTS],
    );
    return row!;
  }

  /** What cannot be thrown away now goes with the next rebuild. */
  private async giveUp(old: string, rebuilding: Rebuilding): Promise<void> {
    await this.source
      .transaction(async (manager) => {
        await this.registry.deregister(manager, await this.registry.successors(manager, old));
      })
      .catch(() => undefined);
    await rebuilding.discard().catch(() => undefined);
  }
}
