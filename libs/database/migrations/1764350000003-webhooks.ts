import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Webhooks1764350000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks (
        id uuid NOT NULL,
        institution_id uuid NOT NULL,
        url text NOT NULL,
        secret text NOT NULL,
        created_by_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        failures integer NOT NULL DEFAULT 0,
        last_error text,
        last_delivered_at timestamptz,
        disabled_at timestamptz,
        deleted_at timestamptz,
        CONSTRAINT webhooks_pkey PRIMARY KEY (id),
        CONSTRAINT webhooks_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT webhooks_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES users(id)
      )
    `);
    await runner.query(`CREATE INDEX webhooks_institution ON webhooks (institution_id)`);
    await runner.query(`
      CREATE TABLE webhook_deliveries (
        id uuid NOT NULL,
        webhook_id uuid NOT NULL,
        document_id uuid NOT NULL,
        event text NOT NULL,
        version_number integer NOT NULL,
        created_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        ended_at timestamptz,
        outcome text,
        CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
        CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id),
        CONSTRAINT webhook_deliveries_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id),
        CONSTRAINT webhook_deliveries_once
          UNIQUE (webhook_id, document_id, event, version_number)
      )
    `);
    await runner.query(
      `CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE ended_at IS NULL`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
