import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SignIn1764400010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ALTER COLUMN email DROP NOT NULL,
        ADD COLUMN kind text NOT NULL DEFAULT 'PERSON',
        ADD COLUMN deactivated_at timestamptz
    `);
    await runner.query(`
      CREATE TABLE identities (
        issuer text NOT NULL,
        subject text NOT NULL,
        user_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz,
        CONSTRAINT identities_pkey PRIMARY KEY (issuer, subject),
        CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX identities_user ON identities (user_id)`);
    await runner.query(`
      CREATE TABLE sessions (
        id uuid NOT NULL,
        hash bytea NOT NULL,
        user_id uuid NOT NULL,
        issuer text NOT NULL,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT sessions_pkey PRIMARY KEY (id),
        CONSTRAINT sessions_hash_key UNIQUE (hash),
        CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX sessions_user ON sessions (user_id)`);
    await runner.query(`
      CREATE TABLE sign_in_attempts (
        hash bytea NOT NULL,
        state text NOT NULL,
        nonce text NOT NULL,
        code_verifier text NOT NULL,
        return_to text NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (hash)
      )
    `);
    await runner.query(`CREATE INDEX sign_in_attempts_expiry ON sign_in_attempts (expires_at)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
