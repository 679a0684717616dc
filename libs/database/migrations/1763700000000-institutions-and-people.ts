import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InstitutionsAndPeople1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE institutions (
        id uuid NOT NULL,
        slug text NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        status text NOT NULL,
        country text NOT NULL,
        ror_id text,
        may_issue_advisories boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        CONSTRAINT institutions_ror_id_key UNIQUE (ror_id),
        CONSTRAINT institutions_slug_key UNIQUE (slug),
        CONSTRAINT institutions_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`
      CREATE TABLE memberships (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        role text NOT NULL,
        administrator boolean NOT NULL DEFAULT false,
        auditor boolean NOT NULL DEFAULT false,
        status text NOT NULL,
        findable boolean NOT NULL DEFAULT false,
        valid_until timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT memberships_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`CREATE INDEX memberships_institution ON memberships (institution_id)`);
    await runner.query(
      `CREATE UNIQUE INDEX memberships_one_living ON memberships (user_id, institution_id) WHERE status <> 'REVOKED'`,
    );
    await runner.query(`
      CREATE TABLE sharing_groups (
        id uuid NOT NULL,
        name text NOT NULL,
        owner_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        deleted_at timestamptz,
        CONSTRAINT sharing_groups_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`
      CREATE TABLE sharing_group_members (
        group_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        status text NOT NULL,
        CONSTRAINT sharing_group_members_pkey PRIMARY KEY (group_id, institution_id)
      )
    `);
    await runner.query(
      `CREATE INDEX sharing_group_members_institution ON sharing_group_members (institution_id)`,
    );
    await runner.query(`
      CREATE TABLE users (
        id uuid NOT NULL,
        email text NOT NULL,
        name text NOT NULL,
        verified_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT users_email_key UNIQUE (email),
        CONSTRAINT users_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`
      CREATE TABLE api_tokens (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        institution_id uuid,
        hash bytea NOT NULL,
        scopes text[] NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        CONSTRAINT api_tokens_hash_key UNIQUE (hash),
        CONSTRAINT api_tokens_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`CREATE INDEX api_tokens_user ON api_tokens (user_id)`);
    await runner.query(`
      CREATE TABLE demonstration_tokens (
        user_id uuid NOT NULL,
        token text NOT NULL,
        CONSTRAINT demonstration_tokens_pkey PRIMARY KEY (user_id)
      )
    `);
    await runner.query(
      `ALTER TABLE memberships ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)`,
    );
    await runner.query(
      `ALTER TABLE memberships ADD CONSTRAINT memberships_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id)`,
    );
    await runner.query(
      `ALTER TABLE sharing_groups ADD CONSTRAINT sharing_groups_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES institutions(id)`,
    );
    await runner.query(
      `ALTER TABLE sharing_group_members ADD CONSTRAINT sharing_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES sharing_groups(id)`,
    );
    await runner.query(
      `ALTER TABLE sharing_group_members ADD CONSTRAINT sharing_group_members_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id)`,
    );
    await runner.query(
      `ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)`,
    );
    await runner.query(
      `ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id)`,
    );
    await runner.query(
      `ALTER TABLE demonstration_tokens ADD CONSTRAINT demonstration_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
