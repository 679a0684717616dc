import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DocumentReadings1764400000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE document_readings (
        document_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        user_id uuid NOT NULL,
        version_number integer NOT NULL,
        day date NOT NULL,
        manner text NOT NULL,
        level text NOT NULL,
        CONSTRAINT document_readings_pkey PRIMARY KEY (document_id, institution_id, user_id, version_number, day, manner)
      )
    `);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
