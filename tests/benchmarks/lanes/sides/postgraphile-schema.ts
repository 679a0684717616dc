import type { Pool } from 'pg';
import { callerSql, READABLE } from '../floor/reading-sql.ts';

/** Holds what PostGraphile shows; it goes again at the end. */
const SCHEMA = 'bench_peer';

/** The token's hash, as PostGraphile sets it for every request. */
const HASH = `decode(nullif(current_setting('peer.token', true), ''), 'hex')`;

const COLUMNS = `d.id, d.kind, v.title, v.summary, v.body, v.topics, d.published_at, i.id AS institution_id`;

/**
 * What somebody would write for PostGraphile: views, and functions with the same rule as the floor's.
 * PostgreSQL inlines functions like these, so that the fields that nobody asks for cost nothing, and an
 * institution is joined by PostGraphile itself.
 */
const OBJECTS = `
  DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE;
  CREATE SCHEMA ${SCHEMA};
  CREATE VIEW ${SCHEMA}.institutions AS SELECT id, slug, name, country FROM public.institutions;
  COMMENT ON VIEW ${SCHEMA}.institutions IS '@primaryKey id';
  CREATE VIEW ${SCHEMA}.documents AS SELECT ${COLUMNS} FROM public.documents d
    JOIN public.document_versions v ON v.document_id = d.id AND v.number = d.shown_version
    JOIN public.institutions i ON i.id = d.institution_id WHERE false;
  COMMENT ON VIEW ${SCHEMA}.documents IS E'@primaryKey id\\n@foreignKey (institution_id) references institutions (id)';
  CREATE FUNCTION ${SCHEMA}.my_documents() RETURNS SETOF ${SCHEMA}.documents LANGUAGE sql STABLE AS $$
    WITH ${callerSql(HASH)} SELECT ${COLUMNS} ${READABLE} ORDER BY d.listed_at DESC, d.id DESC $$;
  CREATE FUNCTION ${SCHEMA}.my_document(document_id uuid) RETURNS SETOF ${SCHEMA}.documents
    LANGUAGE sql STABLE ROWS 1 AS $$
    WITH ${callerSql(HASH)} SELECT ${COLUMNS} ${READABLE} AND d.id = $1 $$;`;

export async function createSchema(database: Pool): Promise<string> {
  await database.query(OBJECTS);
  return SCHEMA;
}

export async function dropSchema(database: Pool): Promise<void> {
  await database.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
}
