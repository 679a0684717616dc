import type { UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Authentication, hashToken, newToken } from '#identity';
import { Clock, isId, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { FeedToken } from './feed-token.entity.ts';

const PREFIX = 'precedent_feed_';
const MOST_TOKENS = 20;
const SHAPE = /^precedent_feed_[A-Za-z0-9_-]{43}$/;

/** What is shown of a feed's token afterwards; the token itself is never shown again. */
export interface FeedTokenRow {
  id: string;
  institutionId: string | null;
  createdAt: Date;
  expiresAt: Date | null;
}

/** The keys to people's own feeds: made, listed, revoked, and who is behind one. */
@Injectable()
export class FeedTokensService {
  private readonly source: DataSource;
  private readonly authentication: Authentication;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, authentication: Authentication, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.authentication = authentication;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Makes a token for the caller's own feed and returns it, for the only time. It shows no more than the
   * token that made it, and no longer. Throws FORBIDDEN for one that may not read, or STATE
   * when the caller has too many.
   */
  async create({
    userId,
    boundTo,
    scopes,
    expiresAt,
  }: UserPrincipal): Promise<{ id: string; token: string }> {
    if (scopes.length > 0 && !scopes.includes('read')) {
      throw Refusal.of('FORBIDDEN', 'Your token may not read, so it can make no feed.');
    }
    const token = newToken(PREFIX);
    const id = newId();
    const institutionId = boundTo;
    await this.source.transaction(async (manager) => {
      // One at a time for each person, so that the limit holds.
      await manager.query('SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
      if ((await manager.countBy(FeedToken, { userId, revokedAt: IsNull() })) >= MOST_TOKENS) {
        throw Refusal.of('STATE', `Nobody can have more than ${MOST_TOKENS} feeds: revoke one first.`);
      }
      const createdAt = this.clock.now();
      await manager.insert(FeedToken, {
        ...{ id, userId, institutionId, hash: hashToken(token), createdAt, expiresAt, revokedAt: null },
      });
      await this.trail.record(manager, {
        ...{ userId, institutionId, event: 'feed_token.created', subjectType: 'feed_token', subjectId: id },
      });
    });
    return { id, token };
  }

  /** The caller's living tokens, newest first. */
  async list({ userId }: UserPrincipal): Promise<FeedTokenRow[]> {
    return this.source.manager.find(FeedToken, {
      select: { id: true, institutionId: true, createdAt: true, expiresAt: true },
      where: { userId, revokedAt: IsNull() },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
  }

  /** Revokes one of the caller's tokens, with effect on the next request. Throws NOT_FOUND for any other. */
  async revoke({ userId }: UserPrincipal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const found = isId(id) ? await manager.findOneBy(FeedToken, { id, userId, revokedAt: IsNull() }) : null;
      if (!found) throw Refusal.notFound();
      await manager.update(FeedToken, { id }, { revokedAt: this.clock.now() });
      await this.trail.record(manager, {
        ...{ userId, institutionId: found.institutionId, event: 'feed_token.revoked' },
        ...{ subjectType: 'feed_token', subjectId: id },
      });
    });
  }

  /** Who is behind a token, with the memberships of this moment; null for one that does not work. */
  async principalOf(token: string): Promise<UserPrincipal | null> {
    if (!SHAPE.test(token)) return null;
    const found = await this.source.manager.findOneBy(FeedToken, {
      hash: hashToken(token),
      revokedAt: IsNull(),
    });
    if (!found || (found.expiresAt && found.expiresAt <= this.clock.now())) return null;
    const { userId, institutionId } = found;
    const principal = await this.authentication.principalOf(userId);
    const memberships = principal.memberships.filter(
      (own) => institutionId === null || own.institutionId === institutionId,
    );
    return { ...principal, memberships, boundTo: institutionId };
  }
}
