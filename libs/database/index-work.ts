import type { EntityManager } from 'typeorm';

/** A document that the indexes must look at again. */
export interface IndexWork {
  documentId: string;
  revision: string;
  /** Whether an index may hold an older state of it. */
  stale: boolean;
}

/**
 * Queues work for every registered index, in the transaction of the change. Once queued as stale, a document
 * stays so until the index has confirmed. The lock on their registrations makes whoever registers an index
 * wait for this transaction, and the other way round: so its first filling misses nothing.
 */
export async function queueIndexWork(
  manager: EntityManager,
  work: readonly IndexWork[],
  now: Date,
): Promise<void> {
  await manager.query(
    `INSERT INTO search_outbox (generation, document_id, revision, stale, enqueued_at, due_at)
     SELECT i.generation, work.id, work.revision, work.stale, $4, $4
     FROM search_indexes i, unnest($1::uuid[], $2::bigint[], $3::boolean[]) AS work(id, revision, stale)
     FOR KEY SHARE OF i
     ON CONFLICT (generation, document_id) DO UPDATE SET revision = excluded.revision,
       stale = search_outbox.stale OR excluded.stale, enqueued_at = excluded.enqueued_at,
       due_at = excluded.due_at, attempts = 0, last_error = NULL`,
    [
      work.map(({ documentId }) => documentId),
      work.map(({ revision }) => revision),
      work.map(({ stale }) => stale),
      now,
    ],
  );
}

/** Whether an index in use has yet to learn what a document has become. */
export async function hasIndexWork(manager: EntityManager, documentId: string): Promise<boolean> {
  const [row] = await manager.query<{ work: boolean }[]>(
    'SELECT EXISTS (SELECT 1 FROM search_outbox WHERE document_id = $1) AS work',
    [documentId],
  );
  return row!.work;
}
