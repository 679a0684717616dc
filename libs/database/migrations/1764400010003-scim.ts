import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Scim1764400010003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE scim_tokens (
        id uuid NOT NULL,
        institution_id uuid NOT NULL,
        hash bytea NOT NULL,
        role text NOT NULL,
        created_by_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        last_used_at timestamptz,
        CONSTRAINT scim_tokens_pkey PRIMARY KEY (id),
        CONSTRAINT scim_tokens_hash_key UNIQUE (hash),
        CONSTRAINT scim_tokens_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT scim_tokens_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX scim_tokens_institution ON scim_tokens (institution_id)`);
    await runner.query(`
      CREATE TABLE scim_users (
        institution_id uuid NOT NULL,
        user_id uuid NOT NULL,
        user_name text NOT NULL,
        external_id text,
        display_name text,
        email text NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT scim_users_pkey PRIMARY KEY (institution_id, user_id),
        CONSTRAINT scim_users_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT scim_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE UNIQUE INDEX scim_users_user_name ON scim_users (institution_id, user_name)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
