import pg from 'pg';

/**
 * By the database's address: connecting costs more than most of what is asked. Connections end when they have
 * not been used for a moment, for there are commands that want to be alone with a database.
 */
const pools = new Map<string, pg.Pool>();

/** Rows straight from the database, past every service. */
export async function rowsOf<T>(
  databaseUrl: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  return (await poolOf(databaseUrl).query(statement, [...values])).rows as T[];
}

function poolOf(databaseUrl: string): pg.Pool {
  const known = pools.get(databaseUrl);
  if (known) return known;
  const pool = new pg.Pool({ connectionString: databaseUrl, idleTimeoutMillis: 250, allowExitOnIdle: true });
  // Cut off when the database is dropped; the pool then forgets the connection.
  pool.on('error', () => undefined);
  pools.set(databaseUrl, pool);
  return pool;
}

/** Events that tell of a change. Reading, and being denied something, is recorded too, behind the answer. */
export const RECORDED_CHANGES = `outcome = 'DONE' AND event NOT IN ('document.opened', 'audit_trail.read')`;

/** What is stored: for every table how many rows it has, and a digest of which transactions wrote them. */
export type Contents = Record<string, string>;

/**
 * Everything that is stored, so that "nothing was changed" can be told by comparing: any write leaves
 * another transaction on its row. Only of tokens the contents count, without when they were last used:
 * every request may note that.
 */
export async function storedContents(databaseUrl: string): Promise<Contents> {
  const rows = await rowsOf<{ name: string; contents: string }>(
    databaseUrl,
    `SELECT tablename AS name, (xpath('/row/contents/text()', query_to_xml(CASE tablename
       WHEN 'api_tokens' THEN $$ SELECT md5(string_agg((to_jsonb(t) - 'last_used_at')::text, '' ORDER BY id)) AS contents
         FROM api_tokens t $$
       WHEN 'audit_events' THEN $$ SELECT count(*) || ' rows ' || coalesce(sum(xmin::text::bigint), 0) AS contents
         FROM audit_events WHERE ${RECORDED_CHANGES} $$
       ELSE format($$ SELECT count(*) || ' rows ' || coalesce(sum(xmin::text::bigint), 0) AS contents FROM %I $$, tablename)
       END, false, true, '')))[1]::text AS contents
     FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL('{audit_unsealed,audit_links,document_readings}')`,
  );
  return Object.fromEntries(rows.map(({ name, contents }) => [name, contents]));
}

/** A line of the trail. */
export interface TrailLine {
  id: string;
  event: string;
  userId: string | null;
  institutionId: string | null;
  subjectType: string;
  details: Record<string, unknown>;
  /** The transaction that wrote the line. */
  transaction: string;
}

/** What the trail says about a subject, oldest first. */
export function trailOf(databaseUrl: string, subjectId: string): Promise<TrailLine[]> {
  return rowsOf<TrailLine>(
    databaseUrl,
    `SELECT id::text, event, user_id AS "userId", institution_id AS "institutionId", subject_type AS "subjectType",
       details, xmin::text AS transaction
     FROM audit_events WHERE subject_id = $1 AND ${RECORDED_CHANGES} ORDER BY audit_events.id`,
    [subjectId],
  );
}

/** The transaction that wrote the present row with this id. */
export async function transactionOf(databaseUrl: string, table: string, id: string): Promise<string> {
  const rows = await rowsOf<{ transaction: string }>(
    databaseUrl,
    `SELECT xmin::text AS transaction FROM "${table}" WHERE id = $1`,
    [id],
  );
  return rows[0]!.transaction;
}
