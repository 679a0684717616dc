import { Api } from '../support/api.ts';
import type { Arena } from '../support/arena.ts';

/** Somebody who searches. */
export interface Reader {
  email: string;
  token: string;
}

/** Ordinary readers of so many institutions, each with an API token. */
export async function readers(arena: Arena, label: string, count: number): Promise<Reader[]> {
  const { rows } = await arena.database.query<{ email: string }>(
    `SELECT min(u.email) AS email FROM memberships m
     JOIN users u ON u.id = m.user_id JOIN institutions i ON i.id = m.institution_id
     WHERE m.role = 'READER' AND m.status = 'ACTIVE' AND i.slug LIKE $1
     GROUP BY i.id ORDER BY i.id LIMIT $2`,
    [`${label}-i%`, count],
  );
  return Promise.all(rows.map(({ email }) => withToken(arena, email)));
}

export async function withToken({ home }: Arena, email: string): Promise<Reader> {
  return { email, token: await home.must('token', 'create', '--email', email) };
}

/** Each reader's view of the API, over shared connections. */
export function apisOf(url: string, all: readonly Reader[]): Api[] {
  const api = new Api(url);
  return all.map(({ token }) => api.as(token));
}
