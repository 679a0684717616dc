import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FeedTokens1764350000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feed_tokens (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        institution_id uuid,
        hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT feed_tokens_pkey PRIMARY KEY (id),
        CONSTRAINT feed_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
        CONSTRAINT feed_tokens_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT feed_tokens_hash_key UNIQUE (hash)
      )
    `);
    await runner.query(`CREATE INDEX feed_tokens_user ON feed_tokens (user_id)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
