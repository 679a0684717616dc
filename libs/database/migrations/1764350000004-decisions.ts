import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Decisions1764350000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE decision_confirmations (
        document_id uuid NOT NULL,
        confirmed_at timestamptz NOT NULL,
        confirmed_by_id uuid NOT NULL,
        CONSTRAINT decision_confirmations_pkey PRIMARY KEY (document_id),
        CONSTRAINT decision_confirmations_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT decision_confirmations_confirmed_by_id_fkey FOREIGN KEY (confirmed_by_id) REFERENCES users(id)
      )
    `);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
