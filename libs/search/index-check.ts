import { DataSource } from 'typeorm';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { SearchEngine } from './engine.ts';

/** Where the index differs from the database. */
export interface IndexDifferences {
  /** Published, and not in the index. */
  missing: string[];
  /** In the index at another revision, which may have another audience. */
  outdated: string[];
  /** In the index, and not published or not there at all. */
  surplus: string[];
}

/** Holds the index against the database, and mends it. */
@Injectable()
export class IndexCheck {
  private readonly source: DataSource;
  private readonly engine: SearchEngine;
  private readonly clock: Clock;

  constructor(source: DataSource, engine: SearchEngine, clock: Clock) {
    this.source = source;
    this.engine = engine;
    this.clock = clock;
  }

  /** How many documents wait for the index. */
  async pending(): Promise<number> {
    const [row] = await this.source.query<{ count: string }[]>('SELECT count(*) FROM search_outbox');
    return Number(row?.count ?? 0);
  }

  /** Compares every published document with the index, by id and revision. */
  async compare(): Promise<IndexDifferences> {
    const indexed = await this.engine.contents();
    const published = await this.source.query<{ id: string; revision: string }[]>(
      `SELECT id, revision FROM documents WHERE state = 'PUBLISHED'`,
    );
    const ids = new Set(published.map(({ id }) => id));
    return {
      missing: published.filter(({ id }) => !indexed.has(id)).map(({ id }) => id),
      outdated: published
        .filter(({ id, revision }) => indexed.has(id) && indexed.get(id)!.revision !== Number(revision))
        .map(({ id }) => id),
      surplus: [...indexed.keys()].filter((id) => !ids.has(id)),
    };
  }

  /**
   * Takes out what is surplus or outdated, and queues what should be there for the indexer. Outdated is
   * also what the index knows at a later revision, as after restoring an older database.
   */
  async repair({ missing, outdated, surplus }: IndexDifferences): Promise<void> {
    const wrong = [...surplus, ...outdated];
    if (wrong.length > 0) await this.engine.remove(wrong);
    await this.enqueue([...missing, ...outdated]);
  }

  /** Queues every published document to be indexed anew, in place: searches go on meanwhile. Returns how many. */
  async enqueueAll(): Promise<number> {
    await this.repair(await this.compare());
    const rows = await this.source.query<{ id: string }[]>(
      `SELECT id FROM documents WHERE state = 'PUBLISHED'`,
    );
    await this.enqueue(rows.map(({ id }) => id));
    return rows.length;
  }

  /** Not as stale: the index holds nothing that the present audience could not read. */
  private async enqueue(ids: readonly string[]): Promise<void> {
    await this.source.query(
      `INSERT INTO search_outbox (document_id, revision, stale, enqueued_at, due_at)
       SELECT id, revision, false, $2, $2 FROM documents WHERE id = ANY($1) ON CONFLICT DO NOTHING`,
      [ids, this.clock.now()],
    );
  }
}
