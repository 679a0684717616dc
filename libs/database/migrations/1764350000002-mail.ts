import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Mail1764350000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mail_preferences (
        user_id uuid NOT NULL,
        frequency text NOT NULL,
        changed_at timestamptz NOT NULL,
        next_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        CONSTRAINT mail_preferences_pkey PRIMARY KEY (user_id),
        CONSTRAINT mail_preferences_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
      )
    `);
    await runner.query(
      `CREATE INDEX mail_preferences_due ON mail_preferences (next_at) WHERE frequency <> 'OFF'`,
    );
    await runner.query(`ALTER TABLE notifications ADD COLUMN mailed_at timestamptz`);
    await runner.query(
      `CREATE INDEX notifications_unmailed ON notifications (user_id, created_at) WHERE mailed_at IS NULL`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
