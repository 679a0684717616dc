import type { EntityManager } from 'typeorm';
import { insertEntities } from './insert-rows.ts';
import { NoticeOutboxEntry } from './notice-outbox.entity.ts';

/** What can happen to a document that people are told of. SHARED: more people read it than before. */
export type NoticeEvent = 'PUBLISHED' | 'CHANGED' | 'SHARED' | 'WITHDRAWN';

/** Something to tell of; see NoticeOutboxEntry. */
export interface NoticeWork {
  documentId: string;
  event: NoticeEvent;
  versionNumber: number;
  actorId: string | null;
  /** When its window opens; null for one that is open. */
  notBefore: Date | null;
}

/** Queues notices, in the transaction of what they tell of. */
export async function queueNotices(
  manager: EntityManager,
  notices: readonly NoticeWork[],
  now: Date,
): Promise<void> {
  const rows = notices.map(({ notBefore, ...rest }) => {
    const dueAt = notBefore !== null && notBefore > now ? notBefore : now;
    return { ...rest, queuedAt: now, dueAt };
  });
  await insertEntities(manager, NoticeOutboxEntry, rows);
}
