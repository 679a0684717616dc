import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BreakGlass1764600000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE break_glass_accesses (
        id uuid NOT NULL,
        document_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        operator_id uuid NOT NULL,
        reason text NOT NULL,
        opened_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT break_glass_accesses_pkey PRIMARY KEY (id),
        CONSTRAINT break_glass_accesses_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT break_glass_accesses_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT break_glass_accesses_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES users(id)
      )
    `);
    await runner.query(
      `CREATE INDEX break_glass_accesses_institution ON break_glass_accesses (institution_id, opened_at, id)`,
    );
    await runner.query(`
      CREATE TABLE break_glass_readings (
        id uuid NOT NULL,
        access_id uuid NOT NULL,
        version_number integer NOT NULL,
        read_at timestamptz NOT NULL,
        CONSTRAINT break_glass_readings_pkey PRIMARY KEY (id),
        CONSTRAINT break_glass_readings_access_id_fkey FOREIGN KEY (access_id) REFERENCES break_glass_accesses(id)
      )
    `);
    await runner.query(`CREATE INDEX break_glass_readings_access ON break_glass_readings (access_id)`);
    await runner.query(`
      ALTER TABLE notifications
        ADD break_glass_access_id uuid,
        ADD CONSTRAINT notifications_break_glass_access_id_fkey
          FOREIGN KEY (break_glass_access_id) REFERENCES break_glass_accesses(id),
        DROP CONSTRAINT notifications_user_id_document_id_event_version_number_key
    `);
    await runner.query(
      `CREATE UNIQUE INDEX notifications_once ON notifications (user_id, document_id, event, version_number)
       WHERE break_glass_access_id IS NULL`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX notifications_break_glass ON notifications (break_glass_access_id, user_id)
       WHERE break_glass_access_id IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE break_glass_mails (
        notification_id uuid NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        CONSTRAINT break_glass_mails_pkey PRIMARY KEY (notification_id),
        CONSTRAINT break_glass_mails_notification_id_fkey
          FOREIGN KEY (notification_id) REFERENCES notifications(id) ON DELETE CASCADE
      )
    `);
    await runner.query(`CREATE INDEX break_glass_mails_due ON break_glass_mails (due_at)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
