import type { EntityManager } from 'typeorm';
import { AuditTrail } from '#audit';
import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { User } from './user.entity.ts';

const newAccount = z.object({
  email: z.email('must be an e-mail address').max(320),
  name: text(SHORT_TEXT, 1),
});

/** People's accounts. */
@Injectable()
export class Accounts {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Creates an account that the operator vouches for, or verifies one that was only invited, so that its
   * invitations count. Throws INVALID, or CONFLICT when there is such an account already.
   */
  async create(input: { email: string; name: string }, id: string = newId()): Promise<User> {
    const { email, name } = parseInput(newAccount, { ...input, email: input.email.toLowerCase() });
    return this.source.transaction(async (manager) => {
      const invited = await manager.findOne(User, { where: { email }, lock: { mode: 'pessimistic_write' } });
      if (invited?.verifiedAt)
        throw Refusal.of('CONFLICT', `There is an account for ${email} already.`, ['email']);
      const now = this.clock.now();
      const user = manager.create(User, { createdAt: now, id, ...invited, email, name, verifiedAt: now });
      await manager.save(User, user);
      await manager.query(
        `UPDATE memberships SET status = 'ACTIVE' WHERE user_id = $1 AND status = 'INVITED'`,
        [user.id],
      );
      await this.note(manager, user.id, 'user.created');
      return user;
    });
  }

  /** The user with this address. Throws NOT_FOUND. For the command line, whose user names it. */
  async getByEmail(email: string): Promise<User> {
    const user = await this.source.manager.findOneBy(User, { email: email.toLowerCase() });
    if (!user) throw Refusal.of('NOT_FOUND', `There is no account for ${email}.`, ['email']);
    return user;
  }

  /** Id of the user with this address; someone unknown gets an account that is not verified yet. */
  async findOrInvite(manager: EntityManager, email: string, name: string | null): Promise<string> {
    const address = email.toLowerCase();
    const known = await manager.findOneBy(User, { email: address });
    if (known) return known.id;
    const user = manager.create(User, {
      id: newId(),
      email: address,
      name: name?.trim() ? name : address,
      verifiedAt: null,
      createdAt: this.clock.now(),
    });
    const inserted = await manager
      .createQueryBuilder()
      .insert()
      .into(User)
      .values(user)
      .orIgnore()
      .returning('id')
      .execute();
    // Somebody else may have invited the same person at this moment; then theirs is the account.
    if ((inserted.raw as unknown[]).length === 0)
      return (await manager.findOneByOrFail(User, { email: address })).id;
    await this.note(manager, user.id, 'user.invited');
    return user.id;
  }

  /**
   * Whether the account belongs to someone who has signed in, or whom the operator vouched for. Held until
   * the transaction ends, so that whoever verifies it afterwards sees the invitation made meanwhile. Throws
   * NOT_FOUND for an account that has been erased meanwhile.
   */
  async isVerified(manager: EntityManager, userId: string): Promise<boolean> {
    const user = await manager.findOneOrFail(User, {
      where: { id: userId },
      lock: { mode: 'pessimistic_read' },
    });
    if (user.erasedAt) throw Refusal.of('NOT_FOUND', 'This account has been erased.', ['email']);
    return user.verifiedAt !== null;
  }

  private async note(manager: EntityManager, userId: string, event: string): Promise<void> {
    await this.trail.record(manager, {
      userId: null,
      institutionId: null,
      event,
      subjectType: 'user',
      subjectId: userId,
    });
  }
}
