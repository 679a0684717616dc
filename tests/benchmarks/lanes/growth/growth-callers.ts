import type { Pool } from 'pg';
import { callerSql, READABLE } from '../floor/reading-sql.ts';
import { withToken, type Caller } from '../callers.ts';

/** How much somebody may read. */
export const SHARES = ['most', 'a little', 'almost nothing'] as const;
export type Share = (typeof SHARES)[number];

/** Of the documents that a caller may read, so many are asked for one by one. */
const ASKED = 300;
/** Public documents that are left at every size. */
const PUBLIC_LEFT = 10;

/** Somebody who reads, how much that is, and some of it. */
export interface GrowthCaller extends Caller {
  share: Share;
  /** Documents that the caller may read, of all. */
  readable: number;
  ids: readonly string[];
}

/**
 * Narrows the synthetic documents once, so that there is somebody who reads a little and somebody who reads
 * next to nothing: as they are made, 60 in 100 are open to every member and 20 to anybody. What is shared
 * with the community then reaches mostly universities and institutes, and ten documents are left public.
 */
export async function narrow(database: Pool): Promise<void> {
  const { rows } = await database.query<{ count: string }>(
    `SELECT count(*) FROM documents WHERE level = 'PUBLIC'`,
  );
  if (Number(rows[0]!.count) <= PUBLIC_LEFT) return;
  await database.query(
    `UPDATE documents SET level = 'COMMUNITY', tlp = 'GREEN', audience_kinds =
       CASE WHEN get_byte(decode(md5(id::text), 'hex'), 0) < 13 THEN '{}'::text[]
         ELSE '{UNIVERSITY,RESEARCH_INSTITUTE}' END
     WHERE level = 'COMMUNITY' AND audience_kinds = '{}' OR level = 'PUBLIC' AND id NOT IN (
       SELECT id FROM documents WHERE level = 'PUBLIC' AND state = 'PUBLISHED'
       ORDER BY published_at, id LIMIT ${PUBLIC_LEFT})`,
  );
  await database.query('VACUUM (ANALYZE) documents');
}

/** The three callers: a publisher of a university, a reader of a funder, a person without any membership. */
export async function growthCallers(database: Pool): Promise<GrowthCaller[]> {
  const member = (role: string, kind: string): string => `
    SELECT m.user_id AS id FROM memberships m JOIN institutions i ON i.id = m.institution_id
    WHERE m.role = '${role}' AND m.status = 'ACTIVE' AND m.valid_until IS NULL AND i.kind = '${kind}'
      AND NOT EXISTS (SELECT FROM memberships o WHERE o.user_id = m.user_id AND o.id <> m.id)
    ORDER BY i.slug, m.id LIMIT 1`;
  const loner = `
    INSERT INTO users (id, email, name, verified_at, created_at)
    VALUES ('00000000-0000-4000-8000-00000000be7c', 'nobody@growth.example', 'Nobody', now(), now())
    ON CONFLICT (id) DO UPDATE SET name = 'Nobody' RETURNING id`;
  const found = { most: member('PUBLISHER', 'UNIVERSITY'), 'a little': member('READER', 'FUNDER') };
  const queries: Record<Share, string> = { ...found, 'almost nothing': loner };
  const callers: GrowthCaller[] = [];
  for (const share of SHARES) {
    const { rows } = await database.query<{ id: string }>(queries[share]);
    const caller = await withToken(database, rows[0]!.id);
    callers.push({ share, ...caller, ...(await readingOf(database, caller)) });
  }
  return callers;
}

async function readingOf(database: Pool, { token }: Caller): Promise<{ readable: number; ids: string[] }> {
  const hash = `sha256('${token}')`;
  const { rows } = await database.query<{ id: string; readable: string }>(
    `WITH ${callerSql(hash)}, readable AS (SELECT d.id ${READABLE})
     SELECT id, (SELECT count(*) FROM readable) AS readable FROM readable ORDER BY md5(id::text) LIMIT ${ASKED}`,
  );
  return { readable: Number(rows[0]?.readable ?? 0), ids: rows.map(({ id }) => id) };
}
