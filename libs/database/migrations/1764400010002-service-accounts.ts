import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ServiceAccounts1764400010002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE service_accounts (
        user_id uuid NOT NULL,
        institution_id uuid NOT NULL,
        membership_id uuid NOT NULL,
        scopes text[] NOT NULL,
        created_by_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT service_accounts_pkey PRIMARY KEY (user_id),
        CONSTRAINT service_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
        CONSTRAINT service_accounts_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT service_accounts_membership_id_fkey FOREIGN KEY (membership_id) REFERENCES memberships(id),
        CONSTRAINT service_accounts_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX service_accounts_institution ON service_accounts (institution_id)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
