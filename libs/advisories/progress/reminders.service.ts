import { DataSource, type EntityManager } from 'typeorm';
import { actingMembership, holdMembership, isAtLeast, type UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Clock, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { holdAdvisory } from '../held-advisory.ts';
import { AdvisoryReminder } from '../responses/advisory-response.entity.ts';
import { ProgressReadModel } from './progress-read-model.ts';

/** How long after a reminder the next one may come, in milliseconds. */
const PAUSE = 24 * 60 * 60 * 1_000;

/** Issuers reminding those who have not answered. */
@Injectable()
export class RemindersService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly progress: ProgressReadModel;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail, progress: ProgressReadModel) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.progress = progress;
  }

  /**
   * Reminds, in their inboxes, all institutions that have not answered. Throws NOT_FOUND, INVALID, FORBIDDEN
   * for all but the issuer's PUBLISHERs, or STATE: withdrawn, expired, nobody left to remind, or reminded
   * less than a day ago.
   */
  async remind(principal: UserPrincipal, documentId: string): Promise<void> {
    const chosen = actingMembership(principal);
    const pending = (await this.progress.find(principal, documentId))?.counts.pending ?? 0;
    await this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const { institutionId, role } = await holdMembership(manager, chosen, now);
      const { facts, askingVersion, isOpen } = await holdAdvisory(
        manager,
        principal,
        documentId,
        now,
        'FOR UPDATE',
      );
      if (facts.ownerId !== institutionId || !isAtLeast(role, 'PUBLISHER')) {
        throw Refusal.of('FORBIDDEN', 'Only publishers of the issuer remind of an advisory.', ['documentId']);
      }
      if (!isOpen) throw refused('This advisory asks nobody any more.');
      if (pending === 0) throw refused('Everybody who is asked has answered.');
      await requirePause(manager, documentId, now);
      const remindedById = principal.userId;
      await manager.insert(AdvisoryReminder, { documentId, remindedAt: now, askingVersion, remindedById });
      await this.trail.record(manager, {
        ...{ userId: principal.userId, institutionId, event: 'advisory.reminded' },
        ...{ subjectType: 'document', subjectId: documentId },
        details: { institutions: pending },
      });
    });
  }
}

async function requirePause(manager: EntityManager, documentId: string, now: Date): Promise<void> {
  const [last] = await manager.find(AdvisoryReminder, {
    where: { documentId },
    order: { remindedAt: 'DESC' },
    take: 1,
  });
  if (!last || now.getTime() - last.remindedAt.getTime() >= PAUSE) return;
  throw refused(`The last reminder was at ${last.remindedAt.toISOString()}: wait a day before the next.`);
}

function refused(message: string): Refusal {
  return Refusal.of('STATE', message, ['documentId']);
}
