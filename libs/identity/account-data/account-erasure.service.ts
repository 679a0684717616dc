import { AuditTrail } from '#audit';
import { Clock, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FORMER_MEMBER, User } from '../user.entity.ts';
import { AccountData } from './account-data.ts';

/** Forgets people. */
@Injectable()
export class AccountErasure {
  private readonly source: DataSource;
  private readonly data: AccountData;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, data: AccountData, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.data = data;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Erases an account for good: name and address, and everything that the parts of the account data delete.
   * The id stays, as a pseudonym. All of it happens or nothing does; a second time changes nothing. `by` is
   * the person, or null for the operator. Throws NOT_FOUND, and whatever the parts refuse.
   */
  async erase(userId: string, by: string | null): Promise<void> {
    await this.source.transaction(async (manager) => {
      await this.data.requireComplete(manager);
      for (const { hold } of this.data.parts) await hold?.(manager, userId);
      // Whoever is adding to the account at this moment comes to an end first, and nobody begins meanwhile.
      const user = await manager.findOne(User, {
        where: { id: userId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!user) throw Refusal.notFound();
      if (user.erasedAt) return;
      const now = this.clock.now();
      for (const { erase } of this.data.parts) await erase?.(manager, { userId, by, now });
      // Deactivated as well, so that whatever signs people in needs to look at one thing only.
      const nothing = { email: null, verifiedAt: null, operator: false, deactivatedAt: now };
      await manager.update(User, { id: userId }, { ...nothing, name: FORMER_MEMBER, erasedAt: now });
      await this.trail.record(manager, {
        ...{ userId: by, institutionId: null, event: 'account.erased' },
        ...{ subjectType: 'account', subjectId: userId },
      });
    });
  }

  /** The same for oneself, who says so by writing the own address. Throws INVALID for anything else. */
  async eraseOwn(userId: string, confirm: string): Promise<void> {
    const user = await this.source.manager.findOneByOrFail(User, { id: userId });
    if ((user.email ?? user.id) !== confirm.trim().toLowerCase()) {
      throw Refusal.of(
        'INVALID',
        'confirm: must be the e-mail address of the account; its id, where it has none.',
        ['confirm'],
      );
    }
    await this.erase(userId, userId);
  }
}
