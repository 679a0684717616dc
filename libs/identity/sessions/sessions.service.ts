import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { AuditTrail } from '#audit';
import { Settings } from '#config';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { hashToken, newToken } from '../token-text.ts';
import { Session } from './session.entity.ts';

const HOUR = 3_600_000;
const PREFIX = 'precedent_session_';

/** Browsers' sessions: begun, ended. */
@Injectable()
export class SessionsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly lifetime: number;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail, { signIn }: Settings) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.lifetime = signIn.sessionHours * HOUR;
  }

  /** Begins a session in the sign-in's transaction, under a secret of its own: nobody can have set it before. */
  async begin(
    manager: EntityManager,
    { id, userId, issuer }: { id: string; userId: string; issuer: string },
  ): Promise<{ secret: string; expiresAt: Date }> {
    const [secret, now] = [newToken(PREFIX), this.clock.now()];
    const expiresAt = new Date(now.getTime() + this.lifetime);
    await manager.insert(Session, {
      ...{ id, hash: hashToken(secret), userId, issuer, createdAt: now, lastUsedAt: now, expiresAt },
    });
    return { secret, expiresAt };
  }

  /** Ends the session behind a secret; returns where its person had signed in, null for none that lives. */
  async end(secret: string): Promise<string | null> {
    return this.source.transaction(async (manager) => {
      const found = await manager.findOne(Session, {
        where: { hash: hashToken(secret), revokedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      if (!found) return null;
      await manager.update(Session, { id: found.id }, { revokedAt: this.clock.now() });
      await this.trail.record(manager, {
        ...{ userId: found.userId, institutionId: null, event: 'user.signed_out' },
        ...{ subjectType: 'session', subjectId: found.id },
      });
      return found.issuer;
    });
  }

  /** Ends all sessions of somebody, in a transaction of the caller's. */
  async endAll(manager: EntityManager, userId: string): Promise<void> {
    await manager.update(Session, { userId, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
  }
}
