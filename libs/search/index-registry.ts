import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SearchEngine } from './engine.ts';
import { lock, lockOf } from './locks.ts';

const DAY = 86_400_000;
/** An index in a file can be filled anew; Meilisearch may be away for longer before that is worth it. */
const REMEMBERED_DAYS: Readonly<Record<SearchEngine['name'], number>> = { embedded: 1, meilisearch: 30 };
/** A fresh index whose builder has not been seen for so long will not be finished. */
const ABANDONED_MILLISECONDS = 300_000;

/** Which indexes the changes of documents are queued for. */
@Injectable()
export class IndexRegistry {
  private readonly source: DataSource;
  private readonly clock: Clock;

  constructor(source: DataSource, clock: Clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * Sees to it that the open index is registered, and returns its generation. One that is new here gets
   * everything that is published; if something is in it already, nobody knows what, so it is emptied first.
   * `before` is the generation that the engine had when it was last looked at.
   */
  adopt(engine: SearchEngine, before: string | null): Promise<string> {
    return this.source.transaction(async (manager) => {
      await lock(manager, `adopt ${engine.name}`);
      let generation = await engine.generation();
      const known = await this.find(manager, generation);
      const others = await this.predecessors(manager, engine, generation, [before, known?.replaces]);
      if (!known) {
        // Whoever is still at work on a predecessor may be writing into this index, which has its name.
        for (const other of others) await lock(manager, lockOf(other));
        if ((await engine.contents()).size > 0) {
          await engine.reset();
          generation = await engine.generation();
        }
        await this.register(manager, engine, generation, null);
      } else if (known.replaces !== null) {
        await manager.query('UPDATE search_indexes SET replaces = NULL WHERE generation = $1', [generation]);
      }
      await this.deregister(manager, others);
      return generation;
    });
  }

  /**
   * Registers an empty index and queues everything that is published. Not as stale: it holds nothing yet.
   * The lock waits for whoever has queued work without seeing the new registration, so that what they
   * change is seen here; and lets later ones wait, so that they see it.
   */
  async register(
    manager: EntityManager,
    engine: SearchEngine,
    generation: string,
    replaces: string | null,
  ): Promise<void> {
    const now = this.clock.now();
    await manager.query('LOCK TABLE search_indexes IN EXCLUSIVE MODE');
    await manager.query(
      `INSERT INTO search_indexes (generation, engine, adopted_at, seen_at, replaces) VALUES ($1, $2, $3, $3, $4)`,
      [generation, engine.name, now, replaces],
    );
    await manager.query(
      `INSERT INTO search_outbox (generation, document_id, revision, stale, enqueued_at, due_at)
       SELECT $1, id, revision, false, $2, $2 FROM documents WHERE state = 'PUBLISHED'`,
      [generation, now],
    );
  }

  /** Forgets indexes with what is queued for them. Waits for those who are queueing for them just now. */
  async deregister(manager: EntityManager, generations: readonly string[]): Promise<void> {
    if (generations.length === 0) return;
    await manager.query('DELETE FROM search_indexes WHERE generation = ANY($1)', [generations]);
    await manager.query('DELETE FROM search_outbox WHERE generation = ANY($1)', [generations]);
  }

  /** Fresh indexes that were to replace this one. */
  async successors(manager: EntityManager, generation: string): Promise<string[]> {
    const rows: { generation: string }[] = await manager.query(
      'SELECT generation FROM search_indexes WHERE replaces = $1',
      [generation],
    );
    return rows.map((row) => row.generation);
  }

  /** Notes that somebody looks after the index, and forgets those that nobody does. */
  async seen(generation: string): Promise<void> {
    const now = this.clock.now();
    await this.source.query('UPDATE search_indexes SET seen_at = $2 WHERE generation = $1', [
      generation,
      now,
    ]);
    await this.source.transaction(async (manager) => {
      const forgotten: { generation: string }[] = await manager.query(
        `SELECT generation FROM search_indexes WHERE seen_at < CASE
           WHEN replaces IS NOT NULL THEN $1::timestamptz WHEN engine = 'embedded' THEN $2 ELSE $3 END`,
        [
          new Date(now.getTime() - ABANDONED_MILLISECONDS),
          new Date(now.getTime() - REMEMBERED_DAYS.embedded * DAY),
          new Date(now.getTime() - REMEMBERED_DAYS.meilisearch * DAY),
        ],
      );
      await this.deregister(
        manager,
        forgotten.map((row) => row.generation),
      );
    });
  }

  /** Those that the index has taken the place of: of a server there is one index, of files there are many. */
  private async predecessors(
    manager: EntityManager,
    engine: SearchEngine,
    generation: string,
    known: readonly (string | null | undefined)[],
  ): Promise<string[]> {
    const rows: { generation: string }[] = await manager.query(
      `SELECT generation FROM search_indexes
       WHERE generation <> $1 AND (generation = ANY($2) OR (engine = $3 AND engine <> 'embedded'))
         AND replaces IS DISTINCT FROM $1`,
      [generation, known.filter((one) => typeof one === 'string'), engine.name],
    );
    return rows.map((row) => row.generation);
  }

  private async find(
    manager: EntityManager,
    generation: string,
  ): Promise<{ replaces: string | null } | undefined> {
    const [row] = await manager.query<{ replaces: string | null }[]>(
      'SELECT replaces FROM search_indexes WHERE generation = $1',
      [generation],
    );
    return row;
  }
}
