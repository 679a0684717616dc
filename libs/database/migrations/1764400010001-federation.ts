import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Federation1764400010001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE federation_scopes (
        issuer text NOT NULL,
        scope text NOT NULL,
        institution_id uuid NOT NULL,
        affiliations text[] NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT federation_scopes_pkey PRIMARY KEY (issuer, scope),
        CONSTRAINT federation_scopes_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id)
      )
    `);
    await runner.query(`CREATE INDEX federation_scopes_institution ON federation_scopes (institution_id)`);
    await runner.query(`ALTER TABLE memberships ADD COLUMN federated_until timestamptz`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
