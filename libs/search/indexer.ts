import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { SearchEngine } from './engine.ts';
import { projected, PROJECTION, type ProjectedRow } from './projection.ts';

const BATCH = 500;
const IDLE_MILLISECONDS = 250;
const LONGEST_DELAY_SECONDS = 300;
/** One indexer at a time works, whichever process it is in: an older read never overtakes a newer one. */
const INDEXER_LOCK = 7_002;

interface QueuedDocument {
  id: string;
  revision: string;
  attempts: number;
}

/**
 * Keeps the index up with the database: takes documents from the outbox, re-reads their present state,
 * upserts or removes, and strikes an entry off only when this very revision was indexed.
 */
@Injectable()
export class Indexer {
  private readonly logger = new Logger(Indexer.name);
  private readonly source: DataSource;
  private readonly engine: SearchEngine;
  private readonly clock: Clock;
  private running: Promise<void> | null = null;
  /** The generation that is known to be filled; a damaged index starts another one at any time. */
  private adopted: string | null = null;
  private stopping = new AbortController();

  constructor(source: DataSource, engine: SearchEngine, clock: Clock) {
    this.source = source;
    this.engine = engine;
    this.clock = clock;
  }

  /** Works in the background until `stop`. */
  start(): void {
    this.stopping = new AbortController();
    this.running ??= this.run();
  }

  /** Finishes the batch in hand and returns. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = null;
  }

  /** Works until nothing is due. Returns how many documents were brought up to date. */
  async drain(): Promise<number> {
    await this.adoptIndex();
    let done = 0;
    for (let batch = await this.workOff(BATCH); batch > 0; batch = await this.workOff(BATCH)) done += batch;
    return done;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.adoptIndex();
        if ((await this.workOff(BATCH)) > 0) continue;
      } catch (error) {
        // The database or the engine is away; what is queued stays queued.
        this.logger.warn(`Indexing waits: ${(error as Error).message}`);
      }
      await sleep(IDLE_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** An index that this database has not filled, a new or another one, gets everything that is published. */
  private async adoptIndex(): Promise<void> {
    const generation = await this.engine.generation();
    if (generation === this.adopted) return;
    await this.source.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [INDEXER_LOCK]);
      const rows: unknown[] = await manager.query(
        'SELECT 1 FROM search_indexes WHERE engine = $1 AND generation = $2',
        [this.engine.name, generation],
      );
      if (rows.length > 0) return;
      this.logger.log('The search index is new: filling it.');
      await manager.query(
        `INSERT INTO search_outbox (document_id, revision, stale, enqueued_at, due_at)
         SELECT id, revision, false, $1, $1 FROM documents WHERE state = 'PUBLISHED' ON CONFLICT DO NOTHING`,
        [this.clock.now()],
      );
      await manager.query(
        `INSERT INTO search_indexes (engine, generation) VALUES ($1, $2)
         ON CONFLICT (engine) DO UPDATE SET generation = excluded.generation`,
        [this.engine.name, generation],
      );
    });
    this.adopted = generation;
  }

  private async workOff(limit: number): Promise<number> {
    return this.source.transaction(async (manager) => {
      const [lock] = await manager.query<{ held: boolean }[]>(
        'SELECT pg_try_advisory_xact_lock($1) AS held',
        [INDEXER_LOCK],
      );
      if (!lock?.held) return 0;
      const queued: QueuedDocument[] = await manager.query(
        `SELECT document_id AS id, revision, attempts FROM search_outbox
         WHERE due_at <= $1 ORDER BY revision LIMIT $2`,
        [this.clock.now(), limit],
      );
      if (queued.length > 0) await this.index(manager, queued);
      return queued.length;
    });
  }

  /** Indexes a batch; when it fails, each document by itself, so that one bad one holds up no other. */
  private async index(manager: EntityManager, queued: readonly QueuedDocument[]): Promise<void> {
    try {
      await this.bringUpToDate(manager, queued);
    } catch (error) {
      const [only] = queued;
      if (queued.length > 1) for (const one of queued) await this.index(manager, [one]);
      else if (only) await this.postpone(manager, only, error as Error);
    }
  }

  private async bringUpToDate(manager: EntityManager, queued: readonly QueuedDocument[]): Promise<void> {
    const ids = queued.map((entry) => entry.id);
    const rows: ProjectedRow[] = await manager.query(PROJECTION, [ids]);
    const published = rows.map(projected).filter((document) => document.state === 'PUBLISHED');
    const kept = new Set(published.map((document) => document.id));
    const gone = ids.filter((id) => !kept.has(id));
    if (published.length > 0) await this.engine.upsert(published);
    if (gone.length > 0) await this.engine.remove(gone);
    // Only if nothing newer was queued meanwhile.
    await manager.query(
      `DELETE FROM search_outbox o USING unnest($1::uuid[], $2::bigint[]) AS done(id, revision)
       WHERE o.document_id = done.id AND o.revision = done.revision`,
      [ids, queued.map((entry) => entry.revision)],
    );
  }

  private async postpone(manager: EntityManager, entry: QueuedDocument, error: Error): Promise<void> {
    const seconds = Math.min(2 ** entry.attempts, LONGEST_DELAY_SECONDS);
    this.logger.warn(`Document ${entry.id} could not be indexed, next try in ${seconds} s: ${error.message}`);
    await manager.query(
      `UPDATE search_outbox SET attempts = attempts + 1, last_error = $2, due_at = $3 WHERE document_id = $1`,
      [entry.id, error.message.slice(0, 1_000), new Date(this.clock.now().getTime() + seconds * 1_000)],
    );
  }
}
