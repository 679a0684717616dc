import type { EntityManager } from 'typeorm';
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

/** Queues a notice, in the transaction of what it tells of. */
export async function queueNotice(manager: EntityManager, work: NoticeWork, now: Date): Promise<void> {
  const { notBefore, ...rest } = work;
  const dueAt = notBefore !== null && notBefore > now ? notBefore : now;
  await manager.insert(NoticeOutboxEntry, { ...rest, queuedAt: now, dueAt });
}
