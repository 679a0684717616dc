import { AuditTrail } from '#audit';
import { Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { User } from './user.entity.ts';

/** Who runs the platform. To be an operator opens nothing by itself: no request asks for it. */
@Injectable()
export class Operators {
  private readonly source: DataSource;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, trail: AuditTrail) {
    this.source = source;
    this.trail = trail;
  }

  /** Makes somebody an operator, or no operator any more. Throws NOT_FOUND, or STATE for one only invited. */
  async change(email: string, operator: boolean): Promise<void> {
    await this.source.transaction(async (manager) => {
      const user = await held(manager, email);
      if (!user) throw Refusal.of('NOT_FOUND', `There is no account for ${email}.`, ['email']);
      if (operator && !user.verifiedAt)
        throw Refusal.of('STATE', 'This account has only been invited so far.', ['email']);
      if (user.operator === operator) return;
      await manager.update(User, { id: user.id }, { operator });
      await this.trail.record(manager, {
        ...{ userId: null, institutionId: null, event: operator ? 'operator.named' : 'operator.revoked' },
        ...{ subjectType: 'account', subjectId: user.id },
      });
    });
  }

  /** Id of the operator with this address, who stays one until the transaction ends. Throws FORBIDDEN. */
  async hold(manager: EntityManager, email: string): Promise<string> {
    const user = await held(manager, email);
    if (!user?.operator) throw Refusal.of('FORBIDDEN', `${email} is not the account of an operator.`, ['as']);
    return user.id;
  }
}

function held(manager: EntityManager, email: string): Promise<User | null> {
  return manager.findOne(User, {
    where: { email: email.toLowerCase() },
    lock: { mode: 'pessimistic_write' },
  });
}
