import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OperatorsAndErasure1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ALTER COLUMN email DROP NOT NULL,
        ADD operator boolean NOT NULL DEFAULT false,
        ADD erased_at timestamptz,
        ADD CONSTRAINT users_erased_have_nothing
          CHECK (erased_at IS NULL OR (email IS NULL AND verified_at IS NULL AND NOT operator))
    `);
    // What is exported of somebody is looked up by who did it and to whom.
    await runner.query(`CREATE INDEX audit_events_user ON audit_events (user_id, id)`);
    await runner.query(`CREATE INDEX audit_events_subject ON audit_events (subject_id, id)`);
    await runner.query(`CREATE INDEX document_readings_user ON document_readings (user_id)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
