import type { MigrationInterface, QueryRunner } from 'typeorm';

export class JointCentres1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE joint_centres (
        id uuid NOT NULL,
        institution_id uuid NOT NULL,
        name text NOT NULL,
        founded_year integer,
        closed_year integer,
        disciplines text[] NOT NULL DEFAULT '{}',
        technology_areas text[] NOT NULL DEFAULT '{}',
        other_sectors text[] NOT NULL DEFAULT '{}',
        region text,
        form text,
        funders text[] NOT NULL DEFAULT '{}',
        status text NOT NULL,
        source_text text,
        source_url text,
        source_date date,
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
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz,
        CONSTRAINT joint_centres_pkey PRIMARY KEY (id),
        CONSTRAINT joint_centres_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT joint_centres_public_is_named CHECK (NOT (level = 'PUBLIC' AND attribution = 'WITHHELD')),
        CONSTRAINT joint_centres_closed_after_founded CHECK (closed_year >= founded_year)
      )
    `);
    await runner.query(`CREATE INDEX joint_centres_listed ON joint_centres (created_at, id)`);
    await runner.query(`CREATE INDEX joint_centres_owner ON joint_centres (institution_id)`);
    await runner.query(`
      CREATE TABLE joint_centre_organisations (
        centre_id uuid NOT NULL,
        side text NOT NULL,
        number integer NOT NULL,
        institution_id uuid,
        partner_id uuid,
        name text,
        CONSTRAINT joint_centre_organisations_pkey PRIMARY KEY (centre_id, side, number),
        CONSTRAINT joint_centre_organisations_centre_id_fkey FOREIGN KEY (centre_id) REFERENCES joint_centres(id),
        CONSTRAINT joint_centre_organisations_institution_id_fkey
          FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT joint_centre_organisations_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners(id),
        CONSTRAINT joint_centre_organisations_one CHECK (num_nonnulls(institution_id, partner_id, name) = 1)
      )
    `);
    await runner.query(
      `CREATE INDEX joint_centre_organisations_institution ON joint_centre_organisations (institution_id)`,
    );
    await runner.query(
      `CREATE INDEX joint_centre_organisations_partner ON joint_centre_organisations (partner_id)`,
    );
    await runner.query(`
      CREATE TABLE joint_centre_imports (
        institution_id uuid NOT NULL,
        record_key text NOT NULL,
        centre_id uuid NOT NULL,
        content_hash text NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT joint_centre_imports_pkey PRIMARY KEY (institution_id, record_key),
        CONSTRAINT joint_centre_imports_institution_id_fkey
          FOREIGN KEY (institution_id) REFERENCES institutions(id),
        CONSTRAINT joint_centre_imports_centre_id_fkey FOREIGN KEY (centre_id) REFERENCES joint_centres(id)
      )
    `);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
