import { queueIndexWork } from '#database';
import type { EntityManager } from 'typeorm';

/**
 * Gives published documents their next revision and queues them, where what they show has changed elsewhere.
 * `versions` selects document id and number of the versions concerned; only those count that readers see.
 * Not as stale: who may read them is as before, so they go on being found by the words that the index knows.
 */
export async function requeuePublished(
  manager: EntityManager,
  versions: string,
  values: readonly unknown[],
  now: Date,
): Promise<void> {
  const [documents] = await manager.query<[{ id: string; revision: string }[], number]>(
    `UPDATE documents d SET revision = nextval('document_revisions') FROM (${versions}) AS v(document_id, number)
     WHERE v.document_id = d.id AND v.number = d.shown_version AND d.state = 'PUBLISHED'
     RETURNING d.id, d.revision`,
    [...values],
  );
  const work = documents.map(({ id, revision }) => ({ documentId: id, revision, stale: false }));
  if (work.length > 0) await queueIndexWork(manager, work, now);
}
