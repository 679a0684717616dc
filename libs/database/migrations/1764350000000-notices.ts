import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Notices1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notice_outbox (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        document_id uuid NOT NULL,
        event text NOT NULL,
        version_number integer NOT NULL,
        actor_id uuid,
        queued_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        CONSTRAINT notice_outbox_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`CREATE INDEX notice_outbox_due ON notice_outbox (due_at, id)`);
    await runner.query(`
      CREATE TABLE follows (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        kind text NOT NULL,
        target text NOT NULL,
        name text,
        query text,
        filter jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT follows_pkey PRIMARY KEY (id),
        CONSTRAINT follows_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
        CONSTRAINT follows_user_id_kind_target_key UNIQUE (user_id, kind, target)
      )
    `);
    await runner.query(`CREATE INDEX follows_target ON follows (kind, target)`);
    await runner.query(`
      CREATE TABLE notifications (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        document_id uuid NOT NULL,
        event text NOT NULL,
        version_number integer NOT NULL,
        follow_id uuid,
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        CONSTRAINT notifications_pkey PRIMARY KEY (id),
        CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
        CONSTRAINT notifications_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT notifications_user_id_document_id_event_version_number_key
          UNIQUE (user_id, document_id, event, version_number)
      )
    `);
    await runner.query(`CREATE INDEX notifications_listed ON notifications (user_id, created_at, id)`);
    await runner.query(`CREATE INDEX notifications_document ON notifications (document_id)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
