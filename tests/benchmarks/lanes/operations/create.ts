import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { DRAFT } from '../sides/draft.ts';
import { askOnce } from '../sides/side.ts';
import type { Operation } from './operation.ts';

/** Milliseconds between two looks at what waits to be sealed. */
const POLL = 200;

export const create: Operation = {
  name: 'create',
  title: 'create a draft',
  target: 0.4,
  asked: (side) => (side.requests.create ? [side.requests.create()] : null),
  check: async ({ database, callers }, sides) => {
    const written: { name: string; rows: object }[] = [];
    for (const side of sides.filter(({ requests }) => requests.create)) {
      const data = await askOnce(side, callers[0]!, side.requests.create!());
      const id: string = (data.documentCreate ?? data).document.id;
      written.push({ name: side.name, rows: await rowsOf(database, id) });
    }
    for (const { name, rows } of written.slice(1)) {
      if (isDeepStrictEqual(rows, written[0]!.rows)) continue;
      const [own, first] = [rows, written[0]!.rows].map((all) => JSON.stringify(all));
      throw new Error(`${name} writes other rows than ${written[0]!.name}:\n${own}\n${first}`);
    }
  },
  // The worker seals the trail behind every side's back.
  settle: async ({ database }) => {
    while ((await waiting(database)) > 0) await sleep(POLL);
  },
  clean: ({ database }) => removeDrafts(database),
};

/** Takes the benchmark's drafts away, also those of a run that was broken off. */
export async function removeDrafts(database: Pool): Promise<void> {
  const client = await database.connect();
  try {
    await client.query('BEGIN');
    // Nothing refers to the drafts; without this, every one of them would be looked for in whole tables.
    await client.query('SET LOCAL session_replication_role = replica');
    const mine = 'SELECT document_id FROM document_versions WHERE title = $1';
    await client.query(`DELETE FROM documents WHERE id IN (${mine})`, [DRAFT.title]);
    await client.query('DELETE FROM document_versions WHERE title = $1', [DRAFT.title]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** The rows of a draft without what is another every time, and without what only a request has. */
async function rowsOf(database: Pool, id: string): Promise<object> {
  const { rows } = await database.query<{ rows: object }>(
    `SELECT json_build_object(
       'document', (SELECT to_jsonb(d) - '{id,revision,created_at,updated_at,listed_at}'::text[]
         FROM documents d WHERE d.id = $1),
       'versions', (SELECT jsonb_agg(to_jsonb(v) - '{document_id,created_at}'::text[])
         FROM document_versions v WHERE v.document_id = $1),
       'events', (SELECT jsonb_agg(to_jsonb(e) - '{id,at,subject_id,origin,request_id}'::text[])
         FROM audit_events e WHERE e.subject_id = $1)) AS rows`,
    [id],
  );
  return rows[0]!.rows;
}

async function waiting(database: Pool): Promise<number> {
  const { rows } = await database.query<{ count: string }>('SELECT count(*) FROM audit_unsealed');
  return Number(rows[0]!.count);
}
