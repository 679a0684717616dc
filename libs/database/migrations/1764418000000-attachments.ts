import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Attachments1764418000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attachments (
        id uuid NOT NULL,
        institution_id uuid NOT NULL,
        document_id uuid,
        name text NOT NULL,
        media_type text NOT NULL,
        size integer NOT NULL,
        sha256 bytea NOT NULL,
        state text NOT NULL,
        text_state text NOT NULL,
        reason text,
        uploaded_by_id uuid NOT NULL,
        uploaded_at timestamptz NOT NULL,
        due_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        CONSTRAINT attachments_pkey PRIMARY KEY (id),
        CONSTRAINT attachments_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT attachments_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT attachments_uploaded_by_id_fkey FOREIGN KEY (uploaded_by_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX attachments_due ON attachments (due_at) WHERE due_at IS NOT NULL`);
    await runner.query(
      `CREATE INDEX attachments_unattached ON attachments (uploaded_at) WHERE document_id IS NULL`,
    );
    await runner.query(`
      CREATE TABLE attachment_texts (
        attachment_id uuid NOT NULL,
        text text NOT NULL,
        CONSTRAINT attachment_texts_pkey PRIMARY KEY (attachment_id),
        CONSTRAINT attachment_texts_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachments(id)
      )
    `);
    await runner.query(`
      CREATE TABLE document_version_attachments (
        document_id uuid NOT NULL,
        version_number integer NOT NULL,
        attachment_id uuid NOT NULL,
        position smallint NOT NULL,
        CONSTRAINT document_version_attachments_pkey PRIMARY KEY (document_id, version_number, attachment_id),
        CONSTRAINT document_version_attachments_document_id_fkey
          FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT document_version_attachments_attachment_id_fkey
          FOREIGN KEY (attachment_id) REFERENCES attachments(id)
      )
    `);
    await runner.query(
      `CREATE INDEX document_version_attachments_attachment ON document_version_attachments (attachment_id)`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
