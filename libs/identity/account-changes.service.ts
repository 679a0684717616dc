import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { AuditTrail } from '#audit';
import { parseInput } from '#input';
import { Clock, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ApiToken } from './api-token.entity.ts';
import { Identity } from './oidc/identity.entity.ts';
import { SessionsService } from './sessions/sessions.service.ts';
import { User } from './user.entity.ts';

const newIdentity = z.object({
  issuer: z.url({ protocol: /^https?$/ }),
  subject: z.string().min(1).max(255),
});

/** What the operator does with an account as a whole. There is no door to this from the network. */
@Injectable()
export class AccountChanges {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly sessions: SessionsService;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail, sessions: SessionsService) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.sessions = sessions;
  }

  /**
   * Lets whom an issuer knows under this subject sign in to the account, on the operator's word. Throws
   * INVALID, or CONFLICT when the identity is another account's.
   */
  async identify(userId: string, given: { issuer: string; subject: string }): Promise<void> {
    const { issuer, subject } = parseInput(newIdentity, given);
    await this.source.transaction(async (manager) => {
      const known = await manager.findOneBy(Identity, { issuer, subject });
      if (known && known.userId !== userId) {
        throw Refusal.of('CONFLICT', 'This identity belongs to another account.', ['subject']);
      }
      if (known) return;
      await manager.insert(Identity, {
        issuer,
        subject,
        userId,
        createdAt: this.clock.now(),
        lastSeenAt: null,
      });
      await this.note(manager, userId, 'user.identified', { issuer });
    });
  }

  /** From the next request on nothing signs in as this account; its sessions and API tokens end for good. */
  async deactivate(userId: string): Promise<void> {
    const now = this.clock.now();
    await this.change(userId, now, 'account.deactivated', async (manager) => {
      await this.sessions.endAll(manager, userId);
      await manager.update(ApiToken, { userId, revokedAt: IsNull() }, { revokedAt: now });
    });
  }

  /** Lets people sign in to it again. What has ended stays ended. */
  async reactivate(userId: string): Promise<void> {
    await this.change(userId, null, 'account.reactivated');
  }

  /**
   * Ends what somebody has had as a member of an institution, in the transaction that ends the membership:
   * API tokens bound to it, and where it was the last one, everything that signs in as the account.
   */
  async leave(manager: EntityManager, userId: string, institutionId: string): Promise<void> {
    const revokedAt = this.clock.now();
    await manager.update(ApiToken, { userId, institutionId, revokedAt: IsNull() }, { revokedAt });
    const others: unknown[] = await manager.query(
      `SELECT 1 FROM memberships WHERE user_id = $1 AND institution_id <> $2 AND status <> 'REVOKED' LIMIT 1`,
      [userId, institutionId],
    );
    if (others.length > 0) return;
    await this.sessions.endAll(manager, userId);
    await manager.update(ApiToken, { userId, revokedAt: IsNull() }, { revokedAt });
  }

  private async change(
    userId: string,
    deactivatedAt: Date | null,
    event: string,
    more: (manager: EntityManager) => Promise<void> = async () => undefined,
  ): Promise<void> {
    await this.source.transaction(async (manager) => {
      // Writes hold their membership: they come before this, or find the account deactivated.
      await manager.query('SELECT 1 FROM memberships WHERE user_id = $1 ORDER BY id FOR UPDATE', [userId]);
      // An erased account stays as it is.
      await manager.update(User, { id: userId, erasedAt: IsNull() }, { deactivatedAt });
      await more(manager);
      await this.trail.record(manager, {
        ...{ userId: null, institutionId: null, event, subjectType: 'account', subjectId: userId },
      });
    });
  }

  private async note(
    manager: EntityManager,
    userId: string,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId: null, institutionId: null, event, subjectType: 'user', subjectId: userId, details },
    });
  }
}
