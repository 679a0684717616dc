import type { UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Clock, isId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

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
   * Marks the caller's own notifications as read; without `ids` all of them. What is not the caller's, or
   * does not exist, is passed over; how many there were is not said, for some may no longer be shown.
   */
  async markRead({ userId }: UserPrincipal, ids: readonly string[] | null): Promise<void> {
    await this.source.transaction(async (manager) => {
      const [, marked] = await manager.query<[unknown, number]>(
        `UPDATE notifications SET read_at = $2
         WHERE user_id = $1 AND read_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY($3))`,
        [userId, this.clock.now(), ids && ids.filter(isId)],
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
