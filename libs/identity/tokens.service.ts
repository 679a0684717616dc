import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { SCOPES, type Scope } from '#access';
import { AuditTrail } from '#audit';
import { moment, parseInput } from '#input';
import { Clock, isId, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ApiToken } from './api-token.entity.ts';
import { DemonstrationToken } from './demonstration-token.entity.ts';
import { hashToken, newToken } from './token-text.ts';
import { User } from './user.entity.ts';

const newApiToken = z.object({
  scopes: z.array(z.enum(SCOPES)).max(SCOPES.length).default([]),
  expiresAt: moment.nullish(),
});

/** What narrows a token. */
export interface TokenOptions {
  institutionId?: string | null;
  scopes?: readonly string[];
  expiresAt?: Date | string | null;
}

/** What is shown of a token afterwards; the token itself is never shown again. */
export interface ApiTokenRow {
  id: string;
  institutionId: string | null;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

/** API tokens: made, listed, revoked. */
@Injectable()
export class TokensService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Makes a token for a user and returns it, for the only time. `institutionId` and `scopes` narrow it.
   * Throws INVALID, or STATE for an account that nobody has verified yet.
   */
  async create(
    userId: string,
    options: TokenOptions = {},
    by: string | null = null,
  ): Promise<{ id: string; token: string }> {
    return this.source.transaction((manager) => this.createIn(manager, userId, options, by));
  }

  /** The same in a transaction of the caller's. A service account's token must be narrowed. */
  async createIn(
    manager: EntityManager,
    userId: string,
    options: TokenOptions,
    by: string | null,
  ): Promise<{ id: string; token: string }> {
    const { scopes, expiresAt } = parseInput(newApiToken, options);
    if (expiresAt && expiresAt <= this.clock.now()) {
      throw Refusal.of('INVALID', 'expiresAt: must still be to come.', ['expiresAt']);
    }
    const [token, id] = [newToken(), newId()];
    // Held, so that an account that is being erased gets no token any more.
    const lock = { mode: 'pessimistic_read' } as const;
    const user = await manager.findOneOrFail(User, { where: { id: userId }, lock });
    if (!user.verifiedAt) throw Refusal.of('STATE', 'This account has only been invited so far.', ['email']);
    if (user.kind === 'SERVICE' && (scopes.length === 0 || scopes.includes('administer'))) {
      throw Refusal.of('INVALID', 'scopes: a service account reads and writes only.', ['scopes']);
    }
    const institutionId = options.institutionId ?? null;
    await manager.insert(ApiToken, {
      ...{ id, userId, institutionId, hash: hashToken(token), scopes },
      ...{ createdAt: this.clock.now(), expiresAt: expiresAt ?? null },
    });
    await this.trail.record(manager, {
      ...{ userId: by, institutionId, event: 'api_token.created', subjectType: 'api_token', subjectId: id },
      details: { forUser: userId, scopes },
    });
    return { id, token };
  }

  /** A living token, held until the transaction ends; null for any other. */
  async holdIn(manager: EntityManager, id: string): Promise<(ApiTokenRow & { userId: string }) | null> {
    const where = { id, revokedAt: IsNull() };
    return manager.findOne(ApiToken, { where, lock: { mode: 'pessimistic_write' } });
  }

  /** Ends a token that is held: at once, or at a moment to come if it does not end earlier by itself. */
  async endIn(manager: EntityManager, id: string, at: Date | null, by: string | null): Promise<void> {
    const { institutionId, expiresAt } = await manager.findOneByOrFail(ApiToken, { id });
    const now = this.clock.now();
    if (at === null || at <= now) await manager.update(ApiToken, { id }, { revokedAt: now });
    else if (!expiresAt || at < expiresAt) await manager.update(ApiToken, { id }, { expiresAt: at });
    const event = at === null ? 'api_token.revoked' : 'api_token.rotated';
    await this.trail.record(manager, {
      ...{ userId: by, institutionId, event, subjectType: 'api_token', subjectId: id },
      details: { until: (at ?? now).toISOString() },
    });
  }

  /** The user's living tokens, newest first. */
  async list(userId: string): Promise<ApiTokenRow[]> {
    return this.source.manager
      .createQueryBuilder(ApiToken, 't')
      .where('t.user_id = :userId AND t.revoked_at IS NULL', { userId })
      .orderBy('t.created_at', 'DESC')
      .getMany();
  }

  /** Revokes one of the user's tokens, with effect on the next request. Throws NOT_FOUND for any other. */
  async revoke(userId: string, id: string, by: string | null): Promise<void> {
    await this.source.transaction(async (manager) => {
      const found = isId(id) && (await manager.existsBy(ApiToken, { id, userId, revokedAt: IsNull() }));
      if (!found) throw Refusal.notFound();
      await manager.update(ApiToken, { id }, { revokedAt: this.clock.now() });
      await this.trail.record(manager, {
        userId: by,
        institutionId: null,
        event: 'api_token.revoked',
        subjectType: 'api_token',
        subjectId: id,
      });
    });
  }

  /** Keeps a demonstration person's token readable, for start-up to print. Only `seed demo` does this. */
  async keepForDemonstration(userId: string, token: string): Promise<void> {
    await this.source.manager.upsert(DemonstrationToken, { userId, token }, ['userId']);
  }

  /** The demonstration tokens by e-mail address; empty in every database that `seed demo` has not filled. */
  async demonstrationTokens(): Promise<Map<string, string>> {
    const rows: { email: string; token: string }[] = await this.source.query(
      'SELECT u.email, d.token FROM demonstration_tokens d JOIN users u ON u.id = d.user_id ORDER BY u.email',
    );
    return new Map(rows.map((row) => [row.email, row.token]));
  }
}
