import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Advisories1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE advisory_responses (
        document_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        asking_version integer NOT NULL,
        version_number integer NOT NULL,
        status text NOT NULL,
        note text,
        responded_by_id uuid,
        responded_at timestamptz NOT NULL,
        CONSTRAINT advisory_responses_pkey PRIMARY KEY (document_id, institution_id, asking_version),
        CONSTRAINT advisory_responses_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT advisory_responses_institution_id_fkey
          FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT advisory_responses_responded_by_id_fkey FOREIGN KEY (responded_by_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX advisory_responses_institution ON advisory_responses (institution_id)`);
    await runner.query(`
      CREATE TABLE advisory_reminders (
        document_id uuid NOT NULL,
        reminded_at timestamptz NOT NULL,
        asking_version integer NOT NULL,
        reminded_by_id uuid,
        CONSTRAINT advisory_reminders_pkey PRIMARY KEY (document_id, reminded_at),
        CONSTRAINT advisory_reminders_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT advisory_reminders_reminded_by_id_fkey FOREIGN KEY (reminded_by_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX documents_advisories ON documents (id) WHERE kind = 'ADVISORY'`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
