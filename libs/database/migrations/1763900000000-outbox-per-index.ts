import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was registered and queued before is not carried over: every index is filled anew once. */
export class OutboxPerIndex1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE search_indexes`);
    await runner.query(`DROP TABLE search_outbox`);
    await runner.query(`
      CREATE TABLE search_indexes (
        generation text NOT NULL,
        engine text NOT NULL,
        adopted_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        filled_at timestamptz,
        replaces text,
        CONSTRAINT search_indexes_pkey PRIMARY KEY (generation)
      )
    `);
    await runner.query(`
      CREATE TABLE search_outbox (
        generation text NOT NULL,
        document_id uuid NOT NULL,
        revision bigint NOT NULL,
        stale boolean NOT NULL,
        enqueued_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        CONSTRAINT search_outbox_pkey PRIMARY KEY (generation, document_id)
      )
    `);
    await runner.query(`CREATE INDEX search_outbox_due ON search_outbox (generation, due_at)`);
    await runner.query(`CREATE INDEX search_outbox_stale ON search_outbox (generation) WHERE stale`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
