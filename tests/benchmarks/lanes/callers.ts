import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';

/** Somebody who asks, with an API token. */
export interface Caller {
  userId: string;
  token: string;
}

/** What tokens of the benchmark carry, so that they are found again when a run was broken off. */
const MARK = new Date('2001-01-01T00:00:00Z');

/** So many people who may write, each of another institution, and only in that one. */
export async function contributors(database: Pool, count: number): Promise<Caller[]> {
  const { rows } = await database.query<{ userId: string }>(
    `SELECT (array_agg(m.user_id ORDER BY m.user_id))[1] AS "userId" FROM memberships m
     JOIN institutions i ON i.id = m.institution_id
     WHERE m.role = 'CONTRIBUTOR' AND m.status = 'ACTIVE' AND i.status = 'ACTIVE' AND m.valid_until IS NULL
       AND NOT EXISTS (SELECT FROM memberships o WHERE o.user_id = m.user_id AND o.id <> m.id)
     GROUP BY i.id ORDER BY i.id LIMIT $1`,
    [count],
  );
  if (rows.length < count) throw new Error(`only ${rows.length} institutions have somebody who may write`);
  return Promise.all(rows.map(({ userId }) => withToken(database, userId)));
}

/** Puts a token where the command line would, without a process for each. */
export async function withToken(database: Pool, userId: string): Promise<Caller> {
  const token = `precedent_${randomBytes(32).toString('base64url')}`;
  await database.query(
    `INSERT INTO api_tokens (id, user_id, hash, scopes, created_at) VALUES (gen_random_uuid(), $1, $2, '{}', $3)`,
    [userId, createHash('sha256').update(token).digest(), MARK],
  );
  return { userId, token };
}

/** Takes the benchmark's tokens away again. */
export async function removeTokens(database: Pool): Promise<void> {
  await database.query('DELETE FROM api_tokens WHERE created_at = $1', [MARK]);
}
