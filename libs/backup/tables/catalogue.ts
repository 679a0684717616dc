import type { BackupHeader } from '../file/format.ts';

/** Runs one statement and returns its rows. */
export type Ask = <T>(text: string, values?: unknown[]) => Promise<T[]>;

/**
 * What is not carried over: what TypeORM writes when it migrates, and the registrations of search indexes with
 * what is queued for them, since an index is filled anew from what is published.
 */
export const NOT_CARRIED: readonly string[] = ['migrations', 'search_indexes', 'search_outbox'];

/** Where our tables are. */
export const SCHEMA = 'public';

/** Written and read in one form whatever server, role or database settings there are; until the transaction ends. */
export const PLAIN_FORM = `
  SET LOCAL search_path = ${SCHEMA}; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
  SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex';
  SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0`;

/** What belongs to an extension is made by it, and not ours. */
const OWN = (oid: string, catalogue: string): string =>
  `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

/** Every table with the columns that are stored as they are given. */
export function tablesOf(ask: Ask): Promise<BackupHeader['tables']> {
  return ask(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attgenerated = ''
     WHERE c.relnamespace = '${SCHEMA}'::regnamespace AND c.relkind = 'r' AND ${OWN('c.oid', 'pg_class')}
     GROUP BY c.relname ORDER BY c.relname`,
  );
}

/** Every sequence, identity columns' among them. */
export async function sequenceNames(ask: Ask): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    `SELECT c.relname::text AS name FROM pg_class c
     WHERE c.relnamespace = '${SCHEMA}'::regnamespace AND c.relkind = 'S' AND ${OWN('c.oid', 'pg_class')}
     ORDER BY c.relname`,
  );
  return rows.map(({ name }) => name);
}

/** Every function and procedure, with the types of its arguments, as statements name it. */
export async function routineNames(ask: Ask): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    `SELECT p.oid::regprocedure::text AS name FROM pg_proc p
     WHERE p.pronamespace = '${SCHEMA}'::regnamespace AND p.prokind <> 'a' AND ${OWN('p.oid', 'pg_proc')}`,
  );
  return rows.map(({ name }) => name);
}
