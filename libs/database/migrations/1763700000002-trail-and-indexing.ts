import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TrailAndIndexing1763700000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE search_outbox (
        document_id uuid NOT NULL,
        revision bigint NOT NULL,
        stale boolean NOT NULL,
        enqueued_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        CONSTRAINT search_outbox_pkey PRIMARY KEY (document_id)
      )
    `);
    await runner.query(`CREATE INDEX search_outbox_due ON search_outbox (due_at)`);
    await runner.query(`
      CREATE TABLE audit_events (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        at timestamptz NOT NULL,
        user_id uuid,
        institution_id uuid,
        event text NOT NULL,
        subject_type text NOT NULL,
        subject_id uuid NOT NULL,
        details jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT audit_events_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`CREATE INDEX audit_events_institution ON audit_events (institution_id, id)`);
    await runner.query(`
      CREATE TABLE search_indexes (
        engine text NOT NULL,
        generation text NOT NULL,
        CONSTRAINT search_indexes_pkey PRIMARY KEY (engine)
      )
    `);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
