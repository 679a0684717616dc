import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Documents1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SEQUENCE document_revisions`);
    await runner.query(`
      CREATE TABLE documents (
        id uuid NOT NULL,
        kind text NOT NULL,
        institution_id uuid NOT NULL,
        author_id uuid,
        co_author_ids uuid[] NOT NULL DEFAULT '{}',
        reviewer_ids uuid[] NOT NULL DEFAULT '{}',
        state text NOT NULL,
        work_state text,
        shown_version integer NOT NULL,
        latest_version integer NOT NULL,
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        updated_at timestamptz NOT NULL,
        listed_at timestamptz NOT NULL,
        withdrawn_at timestamptz,
        withdraw_reason text,
        tombstoned boolean NOT NULL DEFAULT false,
        superseded_by_id uuid,
        revision bigint NOT NULL,
        level text NOT NULL,
        tlp text NOT NULL,
        attribution text NOT NULL,
        minimum_role smallint NOT NULL,
        audience_institution_ids uuid[] NOT NULL DEFAULT '{}',
        audience_group_ids uuid[] NOT NULL DEFAULT '{}',
        audience_member_ids uuid[] NOT NULL DEFAULT '{}',
        audience_kinds text[] NOT NULL DEFAULT '{}',
        excluded_institution_ids uuid[] NOT NULL DEFAULT '{}',
        visible_from timestamptz,
        visible_until timestamptz,
        CONSTRAINT documents_public_is_named CHECK (NOT (level = 'PUBLIC' AND attribution = 'WITHHELD')),
        CONSTRAINT documents_states_agree CHECK ((state IN ('PUBLISHED', 'WITHDRAWN')) OR (work_state = state)),
        CONSTRAINT documents_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`CREATE INDEX documents_institution ON documents (institution_id, listed_at, id)`);
    await runner.query(`CREATE INDEX documents_listed ON documents (listed_at, id)`);
    await runner.query(`
      CREATE TABLE document_versions (
        document_id uuid NOT NULL,
        number integer NOT NULL,
        title text NOT NULL,
        summary text NOT NULL,
        body text NOT NULL,
        language text NOT NULL,
        topics text[] NOT NULL DEFAULT '{}',
        countries text[] NOT NULL DEFAULT '{}',
        partner_ids uuid[] NOT NULL DEFAULT '{}',
        review_by date,
        details jsonb NOT NULL,
        risk_areas text[] NOT NULL DEFAULT '{}',
        technology_areas text[] NOT NULL DEFAULT '{}',
        collaboration_type text,
        decision text,
        severity text,
        author_id uuid,
        change_note text,
        material boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        CONSTRAINT document_versions_pkey PRIMARY KEY (document_id, number)
      )
    `);
    await runner.query(`
      CREATE TABLE retired_sharings (
        document_id uuid NOT NULL,
        version_number integer NOT NULL,
        retired_at timestamptz NOT NULL,
        level text NOT NULL,
        tlp text NOT NULL,
        attribution text NOT NULL,
        minimum_role smallint NOT NULL,
        audience_institution_ids uuid[] NOT NULL DEFAULT '{}',
        audience_group_ids uuid[] NOT NULL DEFAULT '{}',
        audience_member_ids uuid[] NOT NULL DEFAULT '{}',
        audience_kinds text[] NOT NULL DEFAULT '{}',
        excluded_institution_ids uuid[] NOT NULL DEFAULT '{}',
        visible_from timestamptz,
        visible_until timestamptz,
        CONSTRAINT retired_sharings_pkey PRIMARY KEY (document_id, version_number)
      )
    `);
    await runner.query(`
      CREATE TABLE document_reviews (
        id uuid NOT NULL,
        document_id uuid NOT NULL,
        version_number integer NOT NULL,
        reviewer_id uuid NOT NULL,
        decision text NOT NULL,
        comment text,
        created_at timestamptz NOT NULL,
        level text NOT NULL,
        tlp text NOT NULL,
        attribution text NOT NULL,
        minimum_role smallint NOT NULL,
        audience_institution_ids uuid[] NOT NULL DEFAULT '{}',
        audience_group_ids uuid[] NOT NULL DEFAULT '{}',
        audience_member_ids uuid[] NOT NULL DEFAULT '{}',
        audience_kinds text[] NOT NULL DEFAULT '{}',
        excluded_institution_ids uuid[] NOT NULL DEFAULT '{}',
        visible_from timestamptz,
        visible_until timestamptz,
        CONSTRAINT document_reviews_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(
      `CREATE INDEX document_reviews_version ON document_reviews (document_id, version_number)`,
    );
    await runner.query(`
      CREATE TABLE document_imports (
        institution_id uuid NOT NULL,
        record_key text NOT NULL,
        document_id uuid NOT NULL,
        content_hash text NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT document_imports_pkey PRIMARY KEY (institution_id, record_key)
      )
    `);
    await runner.query(
      `ALTER TABLE documents ADD CONSTRAINT documents_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id)`,
    );
    await runner.query(
      `ALTER TABLE documents ADD CONSTRAINT documents_author_id_fkey FOREIGN KEY (author_id) REFERENCES users(id)`,
    );
    await runner.query(
      `ALTER TABLE documents ADD CONSTRAINT documents_superseded_by_id_fkey FOREIGN KEY (superseded_by_id) REFERENCES documents(id)`,
    );
    await runner.query(
      `ALTER TABLE document_versions ADD CONSTRAINT document_versions_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)`,
    );
    await runner.query(
      `ALTER TABLE document_versions ADD CONSTRAINT document_versions_author_id_fkey FOREIGN KEY (author_id) REFERENCES users(id)`,
    );
    await runner.query(
      `ALTER TABLE retired_sharings ADD CONSTRAINT retired_sharings_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)`,
    );
    await runner.query(
      `ALTER TABLE document_reviews ADD CONSTRAINT document_reviews_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)`,
    );
    await runner.query(
      `ALTER TABLE document_reviews ADD CONSTRAINT document_reviews_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES users(id)`,
    );
    await runner.query(
      `ALTER TABLE document_imports ADD CONSTRAINT document_imports_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id)`,
    );
    await runner.query(
      `ALTER TABLE document_imports ADD CONSTRAINT document_imports_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
