import type { DataSource } from 'typeorm';
import { type EntityManager } from 'typeorm';
import type { Clock } from '#kernel';
import { Logger } from '@nestjs/common';
import { EngineUnavailable } from './engine-unavailable.ts';
import type { SearchEngine } from './engine.ts';
import type { IndexRegistry } from './index-registry.ts';
import { lockOf, tryLock } from './locks.ts';
import { projected, PROJECTION, type ProjectedRow } from './projection.ts';

const BATCH = 500;
const LONGEST_DELAY_SECONDS = 300;
const LONGEST_MESSAGE = 1_000;
/**
 * Only what has failed waits. $2 is now, and $3 later than any wait ends: what is due after that was queued by
 * a clock that was ahead.
 */
const DUE = '(attempts = 0 OR due_at <= $2 OR due_at > $3)';

interface QueuedDocument {
  id: string;
  revision: string;
  attempts: number;
}

/**
 * Keeps one index up with the database: takes documents from its outbox, re-reads their present state,
 * upserts or removes, and strikes an entry off only when this very revision was indexed.
 */
export class IndexFeeder {
  readonly engine: SearchEngine;
  private readonly logger = new Logger(IndexFeeder.name);
  private readonly source: DataSource;
  private readonly registry: IndexRegistry;
  private readonly clock: Clock;
  /** The generation that is known to be registered; a damaged index starts another one at any time. */
  private adopted: string | null = null;
  private readonly given: string | null;
  /** What was noted last of why the index cannot be changed. */
  private noted: string | null | undefined;

  /** `given` is the generation of an index that others have registered, and that is not to be adopted. */
  constructor(
    engine: SearchEngine,
    source: DataSource,
    registry: IndexRegistry,
    clock: Clock,
    given: string | null = null,
  ) {
    this.engine = engine;
    this.source = source;
    this.registry = registry;
    this.clock = clock;
    this.given = given;
  }

  /** The generation of the index, registered. Throws EngineUnavailable when the engine does not answer. */
  async generation(): Promise<string> {
    if (this.given !== null) return this.given;
    const generation = await this.engine.generation();
    if (generation !== this.adopted) this.adopted = await this.registry.adopt(this.engine, this.adopted);
    return this.adopted;
  }

  /**
   * Indexes a batch of what is due. Returns how many documents there were: 0 as well when another process
   * is at it. Throws EngineUnavailable when the engine does not answer; everything then stays queued.
   */
  async workOff(): Promise<number> {
    try {
      const done = await this.workOn();
      await this.note(null);
      return done;
    } catch (error) {
      if (error instanceof EngineUnavailable) await this.note(error.code).catch(() => undefined);
      throw error;
    }
  }

  /** Tells the others that the index is looked after. */
  async beSeen(): Promise<void> {
    await this.registry.seen(await this.generation());
  }

  private async workOn(): Promise<number> {
    const generation = await this.generation();
    const work = await this.hasWork(generation);
    if (work === null) return this.again();
    if (!work) return 0;
    return this.source.transaction(async (manager) => {
      // One at a time, whichever process it is in: an older read never overtakes a newer one.
      if (!(await tryLock(manager, lockOf(generation)))) return 0;
      // Another index may have been put in its place meanwhile, and its work is another.
      if ((await this.engine.generation()) !== generation) return 0;
      const queued: QueuedDocument[] = await manager.query(
        `SELECT document_id AS id, revision, attempts FROM search_outbox
         WHERE generation = $1 AND ${DUE} ORDER BY revision LIMIT $4`,
        [generation, ...this.dueNow(), BATCH],
      );
      if (queued.length > 0) await this.index(manager, generation, queued);
      if (queued.length < BATCH) {
        await manager.query(
          'UPDATE search_indexes SET filled_at = $2 WHERE generation = $1 AND filled_at IS NULL',
          [generation, this.clock.now()],
        );
      }
      return queued.length;
    });
  }

  /** For whoever watches, in whatever process, why the index cannot be changed; null when it can. */
  private async note(error: string | null): Promise<void> {
    const generation = this.given ?? this.adopted;
    if (generation === null || error === this.noted) return;
    await this.source.query('UPDATE search_indexes SET last_error = $2 WHERE generation = $1', [
      generation,
      error,
    ]);
    this.noted = error;
  }

  /** Others have forgotten the index. */
  private again(): Promise<number> {
    if (this.given !== null) throw new Error('The index is no longer registered.');
    this.adopted = null;
    return this.workOn();
  }

  private dueNow(): [now: Date, beyond: Date] {
    const now = this.clock.now();
    return [now, new Date(now.getTime() + LONGEST_DELAY_SECONDS * 1_000)];
  }

  /** A look without a transaction, since mostly there is nothing to do. Null for what is not registered. */
  private async hasWork(generation: string): Promise<boolean | null> {
    const [row] = await this.source.query<{ work: boolean }[]>(
      `SELECT filled_at IS NULL OR EXISTS (
         SELECT 1 FROM search_outbox o WHERE o.generation = i.generation AND ${DUE}) AS work
       FROM search_indexes i WHERE generation = $1`,
      [generation, ...this.dueNow()],
    );
    return row?.work ?? null;
  }

  /** Indexes a batch; when it fails, its halves, so that one bad document holds up no other. */
  private async index(
    manager: EntityManager,
    generation: string,
    queued: readonly QueuedDocument[],
  ): Promise<void> {
    try {
      await this.bringUpToDate(manager, generation, queued);
    } catch (error) {
      if (error instanceof EngineUnavailable) throw error;
      const middle = Math.ceil(queued.length / 2);
      if (queued.length > 1) {
        await this.index(manager, generation, queued.slice(0, middle));
        await this.index(manager, generation, queued.slice(middle));
      } else await this.postpone(manager, generation, queued[0]!, error as Error);
    }
  }

  private async bringUpToDate(
    manager: EntityManager,
    generation: string,
    queued: readonly QueuedDocument[],
  ): Promise<void> {
    const ids = queued.map((entry) => entry.id);
    const rows: ProjectedRow[] = await manager.query(PROJECTION, [ids]);
    const published = rows.map(projected).filter((document) => document.state === 'PUBLISHED');
    const kept = new Set(published.map((document) => document.id));
    const gone = ids.filter((id) => !kept.has(id));
    if (published.length > 0) await this.engine.upsert(published);
    if (gone.length > 0) await this.engine.remove(gone);
    // Only if nothing newer was queued meanwhile.
    await manager.query(
      `DELETE FROM search_outbox o USING unnest($2::uuid[], $3::bigint[]) AS done(id, revision)
       WHERE o.generation = $1 AND o.document_id = done.id AND o.revision = done.revision`,
      [generation, ids, queued.map((entry) => entry.revision)],
    );
  }

  private async postpone(
    manager: EntityManager,
    generation: string,
    entry: QueuedDocument,
    error: Error,
  ): Promise<void> {
    const seconds = Math.min(2 ** entry.attempts, LONGEST_DELAY_SECONDS);
    this.logger.warn(
      `Document ${entry.id} could not be indexed (${this.engine.name}), next try in ${seconds} s: ${error.message}`,
    );
    await manager.query(
      `UPDATE search_outbox SET attempts = attempts + 1, last_error = $3, due_at = $4
       WHERE generation = $1 AND document_id = $2 AND revision = $5`,
      [
        generation,
        entry.id,
        error.message.slice(0, LONGEST_MESSAGE),
        new Date(this.clock.now().getTime() + seconds * 1_000),
        entry.revision,
      ],
    );
  }
}
