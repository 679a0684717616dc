import type { Arena } from '../support/arena.ts';
import { say } from '../support/output.ts';
import { removeDrafts } from './operations/create.ts';

const SEED = 1;

/**
 * Fills an empty arena with synthetic documents, one with documents in it is taken as it is; tidies the
 * tables either way, so that no side meets the housekeeping. Returns how many documents there are.
 */
export async function seeded(arena: Arena, documents: number, institutions: number): Promise<number> {
  if ((await arena.home.run('migrate')).code !== 0)
    throw new Error('the schema cannot be brought up to date');
  if ((await count(arena)) === 0) {
    say(`seeding ${documents} documents`);
    await arena.home.must(
      ...['seed', 'synthetic', '--documents', String(documents)],
      ...['--institutions', String(institutions), '--seed', String(SEED)],
    );
  }
  await removeDrafts(arena.database);
  await arena.database.query('VACUUM (ANALYZE)');
  return count(arena);
}

async function count({ database }: Arena): Promise<number> {
  const { rows } = await database.query<{ count: string }>('SELECT count(*) FROM documents');
  return Number(rows[0]!.count);
}
