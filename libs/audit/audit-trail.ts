import type { EntityManager } from 'typeorm';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { AuditEvent } from './audit-event.entity.ts';

/** One event as its writer knows it. */
export interface AuditEntry {
  /** The person acting; null for the system. */
  userId: string | null;
  institutionId: string | null;
  /** In the past tense, as `document.published`. */
  event: string;
  subjectType:
    | 'institution'
    | 'user'
    | 'membership'
    | 'sharing_group'
    | 'api_token'
    | 'document'
    | 'partner'
    | 'joint_centre'
    | 'follow'
    | 'feed_token'
    | 'webhook';
  subjectId: string;
  /** Small facts; never a title, a body or a token. */
  details?: Record<string, unknown>;
}

/** The append-only trail. An entry is written in the transaction of what it tells about, or not at all. */
@Injectable()
export class AuditTrail {
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  async record(manager: EntityManager, entry: AuditEntry): Promise<void> {
    await manager.insert(AuditEvent, { details: {}, ...entry, at: this.clock.now() });
  }
}
