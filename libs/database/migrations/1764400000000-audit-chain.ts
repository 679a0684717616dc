import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that are only ever added to; each refuses whoever tries otherwise, even in a replica's session. */
const APPEND_ONLY = ['audit_events', 'audit_links', 'audit_checkpoints'];

export class AuditChain1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_events
        ADD COLUMN origin text,
        ADD COLUMN request_id text,
        ADD COLUMN outcome text NOT NULL DEFAULT 'DONE'
    `);
    await runner.query(`
      CREATE TABLE audit_unsealed (
        event_id bigint NOT NULL,
        CONSTRAINT audit_unsealed_pkey PRIMARY KEY (event_id)
      )
    `);
    await runner.query(`
      CREATE TABLE audit_links (
        chain uuid NOT NULL,
        position bigint NOT NULL,
        event_id bigint NOT NULL,
        hash bytea NOT NULL,
        CONSTRAINT audit_links_pkey PRIMARY KEY (chain, position),
        CONSTRAINT audit_links_event_id_key UNIQUE (event_id)
      )
    `);
    await runner.query(`
      CREATE TABLE audit_checkpoints (
        chain uuid NOT NULL,
        position bigint NOT NULL,
        hash bytea NOT NULL,
        at timestamptz NOT NULL,
        public_key bytea NOT NULL,
        signature bytea NOT NULL,
        CONSTRAINT audit_checkpoints_pkey PRIMARY KEY (chain, position)
      )
    `);
    await runner.query('INSERT INTO audit_unsealed SELECT id FROM audit_events');
    await runner.query(`
      CREATE FUNCTION queue_for_sealing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO audit_unsealed (event_id) VALUES (NEW.id);
        RETURN NULL;
      END $$
    `);
    await runner.query(`
      CREATE TRIGGER queue_for_sealing AFTER INSERT ON audit_events
      FOR EACH ROW EXECUTE FUNCTION queue_for_sealing()
    `);
    await runner.query(`
      CREATE FUNCTION refuse_change_of_trail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '42501';
      END $$
    `);
    for (const table of APPEND_ONLY) {
      await runner.query(`
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_trail()
      `);
      await runner.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER append_only`);
    }
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
