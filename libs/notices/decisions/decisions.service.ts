import {
  actingAlone,
  actingMembership,
  evaluate,
  holdMembership,
  isAtLeast,
  isMine,
  mayReadPublished,
  type UserPrincipal,
} from '#access';
import { AuditTrail } from '#audit';
import { Clock, isId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { presentFacts } from '../delivery/published-document.ts';
import { DecisionConfirmation } from './decision-confirmation.entity.ts';

/** Saying that a decision still stands. (Revising it is editing the case study.) */
@Injectable()
export class DecisionsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Confirms the decision of a published case study, as one who wrote it or a PUBLISHER of its owner. Throws
   * NOT_FOUND, FORBIDDEN, or STATE for what is no published case study.
   */
  async confirm(principal: UserPrincipal, documentId: string): Promise<void> {
    const chosen = actingMembership(principal);
    await this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const membership = await holdMembership(manager, chosen, now);
      const reader = actingAlone(principal, membership);
      if (isId(documentId))
        await manager.query('SELECT 1 FROM documents WHERE id = $1 FOR SHARE', [documentId]);
      const facts = isId(documentId) && (await presentFacts(manager, [documentId])).get(documentId);
      if (!facts || !evaluate(mayReadPublished(reader, now), facts)) throw Refusal.notFound(['documentId']);
      const own = facts.ownerId === membership.institutionId;
      const writes = isAtLeast(membership.role, 'CONTRIBUTOR') && evaluate(isMine(reader), facts);
      if (!own || !(writes || isAtLeast(membership.role, 'PUBLISHER'))) {
        throw Refusal.of('FORBIDDEN', 'Only its authors and publishers of the owner confirm the decision.', [
          'documentId',
        ]);
      }
      if (facts.kind !== 'CASE_STUDY') {
        throw Refusal.of('STATE', 'Only case studies have a decision.', ['documentId']);
      }
      const { userId } = principal;
      await manager.upsert(DecisionConfirmation, { documentId, confirmedAt: now, confirmedById: userId }, [
        'documentId',
      ]);
      await this.trail.record(manager, {
        ...{ userId, institutionId: membership.institutionId, event: 'decision.confirmed' },
        ...{ subjectType: 'document', subjectId: documentId },
      });
    });
  }
}
