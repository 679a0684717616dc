import type { UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Clock, isId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What a person does with what they were told. */
@Injectable()
export class NotificationsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Marks the caller's own notifications as read; without `ids` all of them. Those that are no longer shown
   * may be marked like the others: they were the caller's. Throws a Refusal, and marks nothing, when an id
   * is not of one of them.
   */
  async markRead({ userId }: UserPrincipal, ids: readonly string[] | null): Promise<void> {
    await this.source.transaction(async (manager) => {
      if (ids) await requireOwn(manager, userId, ids);
      const [, marked] = await manager.query<[unknown, number]>(
        `UPDATE notifications SET read_at = $2
         WHERE user_id = $1 AND read_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY($3))`,
        [userId, this.clock.now(), ids],
      );
      if (marked > 0) {
        await this.trail.record(manager, {
          ...{ userId, institutionId: null, event: 'notifications.read', details: { marked } },
          ...{ subjectType: 'user', subjectId: userId },
        });
      }
    });
  }
}

async function requireOwn(manager: EntityManager, userId: string, ids: readonly string[]): Promise<void> {
  const own: { id: string }[] = await manager.query(
    'SELECT id FROM notifications WHERE user_id = $1 AND id = ANY($2::uuid[])',
    [userId, ids.filter(isId)],
  );
  const known = new Set(own.map(({ id }) => id));
  const strange = ids.findIndex((id) => !known.has(id));
  if (strange >= 0) throw Refusal.notFound(['ids', String(strange)]);
}
