import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TestApp } from '../../support/test-app.ts';
import { RECORDED_CHANGES } from '../../unit/support/database.ts';

const HOLD = 'SELECT 1 FROM documents WHERE id = $1 FOR UPDATE';
const POLL_MILLISECONDS = 5;

/** Looks behind the API: what the database holds about a document. */
export class StoredRows {
  private readonly pool: pg.Pool;

  constructor(app: TestApp) {
    this.pool = new pg.Pool({ connectionString: app.databaseUrl, max: 2 });
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** Everything about a document that a write could change, as one comparable text. */
  async of(documentId: string): Promise<string> {
    const { rows } = await this.pool.query<{ everything: object }>(
      `SELECT jsonb_build_object(
         'document', (SELECT to_jsonb(d) FROM documents d WHERE d.id = $1),
         'versions', (SELECT jsonb_agg(v ORDER BY v.number) FROM document_versions v WHERE v.document_id = $1),
         'reviews', (SELECT jsonb_agg(r ORDER BY r.id) FROM document_reviews r WHERE r.document_id = $1),
         'retired', (SELECT jsonb_agg(s ORDER BY s.version_number) FROM retired_sharings s WHERE s.document_id = $1),
         'trail', (SELECT jsonb_agg(e ORDER BY e.id) FROM audit_events e WHERE e.subject_id = $1 AND ${RECORDED_CHANGES}),
         'queued', (SELECT jsonb_agg(o ORDER BY o.generation) FROM search_outbox o WHERE o.document_id = $1)) AS everything`,
      [documentId],
    );
    return JSON.stringify(rows[0]?.everything, null, 1);
  }

  /** How many documents there are. */
  async documents(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM documents');
    return rows[0]!.count;
  }

  /** Runs a statement, for states that no request leads to. */
  async run(statement: string, values: unknown[] = []): Promise<void> {
    await this.pool.query(statement, values);
  }

  /**
   * Sends requests that write on one document so that they meet: each has begun and waits for the document
   * before any of them gets it. They then get it in the order given.
   */
  async meeting<T>(documentId: string, ...requests: (() => Promise<T>)[]): Promise<T[]> {
    return this.holding(HOLD, [documentId], async () => {
      const sent: Promise<T>[] = [];
      for (const request of requests) {
        sent.push(request());
        await this.untilWaiting(sent.length);
      }
      return sent;
    });
  }

  /** Sends a request that has begun, and waits, while a statement takes effect. */
  async overtaken<T>(statement: string, values: unknown[], request: () => Promise<T>): Promise<T> {
    const [outcome] = await this.holding(statement, values, async () => {
      const sent = request();
      await this.untilWaiting(1);
      return [sent];
    });
    return outcome!;
  }

  /** What a request hears while somebody else writes on the document; null when it waits until that is done. */
  async heardMeanwhile<T>(documentId: string, request: () => Promise<T>): Promise<T | null> {
    let waits = false;
    const [outcome] = await this.holding(HOLD, [documentId], async () => {
      let answered = false;
      const sent = request().finally(() => (answered = true));
      while (!answered && !waits) {
        await sleep(POLL_MILLISECONDS);
        waits = (await this.waiting()) > 0;
      }
      return [sent];
    });
    return waits ? null : outcome!;
  }

  private async holding<T>(
    statement: string,
    values: unknown[],
    send: () => Promise<Promise<T>[]>,
  ): Promise<T[]> {
    const holder = await this.pool.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(statement, values);
      const sent = await send();
      await holder.query('COMMIT');
      return await Promise.all(sent);
    } finally {
      // Frees what still waits when something went wrong; otherwise there is nothing to take back.
      await holder.query('ROLLBACK');
      holder.release();
    }
  }

  private async untilWaiting(count: number): Promise<void> {
    for (let tries = 0; tries < 2_000; tries += 1) {
      if ((await this.waiting()) >= count) return;
      await sleep(POLL_MILLISECONDS);
    }
    throw new Error(`there were never ${count} requests waiting for the document`);
  }

  /** How many statements wait for a lock in this database. */
  private async waiting(): Promise<number> {
    const { rows } = await this.pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows[0]!.waiting;
  }
}
