import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Partners1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    await runner.query(`
      CREATE TABLE partners (
        id uuid NOT NULL,
        ror_id text,
        name text NOT NULL,
        country text NOT NULL,
        region text,
        city text,
        status text NOT NULL,
        website text,
        types text[] NOT NULL DEFAULT '{}',
        established integer,
        redirect_to_id uuid,
        added_by_id uuid,
        record_hash text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT partners_pkey PRIMARY KEY (id),
        CONSTRAINT partners_ror_id_key UNIQUE (ror_id),
        CONSTRAINT partners_added_by_id_fkey FOREIGN KEY (added_by_id) REFERENCES institutions(id)
      )
    `);
    await runner.query(`CREATE INDEX partners_listed ON partners (name, id)`);
    await runner.query(`CREATE INDEX partners_redirected ON partners (redirect_to_id)`);
    await runner.query(`
      CREATE TABLE partner_names (
        partner_id uuid NOT NULL,
        number integer NOT NULL,
        value text NOT NULL,
        language text,
        kind text NOT NULL,
        folded text NOT NULL,
        words text[] NOT NULL,
        proposed_by_id uuid,
        CONSTRAINT partner_names_pkey PRIMARY KEY (partner_id, number),
        CONSTRAINT partner_names_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners(id),
        CONSTRAINT partner_names_proposed_by_id_fkey FOREIGN KEY (proposed_by_id) REFERENCES institutions(id)
      )
    `);
    await runner.query(`CREATE INDEX partner_names_folded ON partner_names (folded text_pattern_ops)`);
    await runner.query(
      `CREATE INDEX partner_names_containing ON partner_names USING gin (folded gin_trgm_ops)`,
    );
    await runner.query(`CREATE INDEX partner_names_words ON partner_names USING gin (words)`);
    await runner.query(`
      CREATE TABLE partner_keys (
        key text NOT NULL,
        partner_id uuid NOT NULL,
        number integer NOT NULL,
        CONSTRAINT partner_keys_pkey PRIMARY KEY (key, partner_id, number),
        CONSTRAINT partner_keys_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners(id)
      )
    `);
    await runner.query(`CREATE INDEX partner_keys_partner ON partner_keys (partner_id)`);
    await runner.query(`
      CREATE TABLE partner_words (
        word text NOT NULL,
        names integer NOT NULL,
        CONSTRAINT partner_words_pkey PRIMARY KEY (word)
      )
    `);
    await runner.query(`CREATE INDEX partner_words_begin ON partner_words (left(word, 2))`);
    await runner.query(`CREATE INDEX partner_words_similar ON partner_words USING gin (word gin_trgm_ops)`);
    await runner.query(`
      CREATE TABLE partner_relations (
        partner_id uuid NOT NULL,
        kind text NOT NULL,
        other_id uuid NOT NULL,
        label text NOT NULL,
        CONSTRAINT partner_relations_pkey PRIMARY KEY (partner_id, kind, other_id),
        CONSTRAINT partner_relations_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners(id)
      )
    `);
    await runner.query(`CREATE INDEX partner_relations_other ON partner_relations (other_id)`);
    await runner.query(`
      CREATE TABLE partner_external_ids (
        partner_id uuid NOT NULL,
        type text NOT NULL,
        value text NOT NULL,
        preferred boolean NOT NULL,
        CONSTRAINT partner_external_ids_pkey PRIMARY KEY (partner_id, type, value),
        CONSTRAINT partner_external_ids_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners(id)
      )
    `);
    await runner.query(`
      CREATE TABLE designations (
        id uuid NOT NULL,
        partner_id uuid NOT NULL,
        list text NOT NULL,
        entry_key text NOT NULL,
        name_on_list text NOT NULL,
        category text NOT NULL,
        summary text,
        source_url text,
        as_of date NOT NULL,
        content_hash text NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT designations_pkey PRIMARY KEY (id),
        CONSTRAINT designations_list_entry_key_key UNIQUE (list, entry_key),
        CONSTRAINT designations_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners(id)
      )
    `);
    await runner.query(`CREATE INDEX designations_partner ON designations (partner_id)`);
    // What is written about a partner is found by it.
    await runner.query(
      `CREATE INDEX document_versions_partners ON document_versions USING gin (partner_ids)`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
