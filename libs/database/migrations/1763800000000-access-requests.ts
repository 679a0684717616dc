import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccessRequests1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE documents ADD discoverable boolean NOT NULL DEFAULT false, ADD stub_title text`,
    );
    await runner.query(`
      CREATE TABLE access_requests (
        id uuid NOT NULL,
        document_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        requested_by_id uuid NOT NULL,
        reason text NOT NULL,
        status text NOT NULL,
        created_at timestamptz NOT NULL,
        decided_by_id uuid,
        decided_at timestamptz,
        note text,
        CONSTRAINT access_requests_pkey PRIMARY KEY (id),
        CONSTRAINT access_requests_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT access_requests_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT access_requests_requested_by_id_fkey FOREIGN KEY (requested_by_id) REFERENCES users(id),
        CONSTRAINT access_requests_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES users(id)
      )
    `);
    await runner.query(
      `CREATE UNIQUE INDEX access_requests_one_pending ON access_requests (document_id, institution_id) WHERE status = 'PENDING'`,
    );
    await runner.query(
      `CREATE INDEX access_requests_institution ON access_requests (institution_id, created_at)`,
    );
    await runner.query(`
      CREATE TABLE access_grants (
        document_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        granted_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT access_grants_pkey PRIMARY KEY (document_id, institution_id),
        CONSTRAINT access_grants_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT access_grants_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id)
      )
    `);
    await runner.query(`CREATE INDEX access_grants_institution ON access_grants (institution_id)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
