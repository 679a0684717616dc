import type { Role } from '#kernel';
import type pg from 'pg';
import type { Person, TestApp } from '../../../support/test-app.ts';

export interface Home {
  id: string;
  slug: string;
}

/** Who takes part: people by name, institutions, and the one group. */
export interface Cast {
  homes: Home[];
  people: Map<string, Person>;
  groupId: string;
}

/** Tables whose rows are brought back to what they were, in an order in which they can be filled. */
const KEPT = ['memberships', 'sharing_groups', 'sharing_group_members'];
const EMPTIED =
  'documents, document_versions, retired_sharings, document_reviews, document_imports, access_requests, access_grants';

/** Three institutions of different kinds, eight people, one of them in two places, and one group. */
export async function assembleCast(app: TestApp): Promise<Cast> {
  const university = await app.institution({ kind: 'UNIVERSITY' });
  const ministry = await app.institution({ kind: 'GOVERNMENT', mayIssueAdvisories: true });
  const funder = await app.institution({ kind: 'FUNDER' });
  const people = new Map<string, Person>();
  const join = async (name: string, home: Home, role: Role, administrator = false): Promise<void> => {
    people.set(name, await app.person(home, role, { administrator }));
  };
  await join('author', university, 'CONTRIBUTOR');
  await join('reviewer', university, 'REVIEWER');
  await join('publisher', university, 'PUBLISHER', true);
  await join('reader', university, 'READER');
  await join('official', ministry, 'PUBLISHER', true);
  await join('clerk', ministry, 'CONTRIBUTOR');
  await join('funder', funder, 'PUBLISHER', true);
  await join('both', funder, 'READER');
  await app.join(people.get('both')!.userId, ministry, 'REVIEWER');
  const groupId = await app.group('Circle', university, [ministry]);
  return { homes: [university, ministry, funder], people, groupId };
}

/** Brings the database, and the index with it, back to what it was when this was made. */
export class Beginning {
  private readonly pool: pg.Pool;
  private readonly app: TestApp;
  private readonly rows: Map<string, string>;

  private constructor(pool: pg.Pool, app: TestApp, rows: Map<string, string>) {
    this.pool = pool;
    this.app = app;
    this.rows = rows;
  }

  static async of(pool: pg.Pool, app: TestApp): Promise<Beginning> {
    const rows = new Map<string, string>();
    for (const table of KEPT) {
      const { rows: found } = await pool.query<{ all: string }>(
        `SELECT coalesce(jsonb_agg(t), '[]')::text AS all FROM ${table} t`,
      );
      rows.set(table, found[0]!.all);
    }
    return new Beginning(pool, app, rows);
  }

  async restore(): Promise<void> {
    // What the index holds of documents that are gone goes the way of all index work.
    await this.pool.query(
      `INSERT INTO search_outbox (generation, document_id, revision, stale, enqueued_at, due_at)
       SELECT i.generation, d.id, nextval('document_revisions'), true, d.created_at, d.created_at
       FROM documents d, search_indexes i
       ON CONFLICT (generation, document_id) DO UPDATE SET revision = excluded.revision, due_at = excluded.due_at`,
    );
    // With them goes whatever is about them: answers, follows, notifications.
    await this.pool.query(`TRUNCATE ${EMPTIED} CASCADE`);
    await this.pool.query(`TRUNCATE service_accounts, ${KEPT.join(', ')}`);
    await this.pool.query(`UPDATE institutions SET status = 'ACTIVE'`);
    for (const table of KEPT) {
      await this.pool.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [this.rows.get(table)],
      );
    }
    await this.app.index();
  }
}
