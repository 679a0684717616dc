import { DataSource, IsNull } from 'typeorm';
import { SCOPES, type Scope } from '#access';
import { AuditTrail } from '#audit';
import { Clock, isId, moment, newId, parseInput, Refusal } from '#kernel';
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
    options: {
      institutionId?: string | null;
      scopes?: readonly string[];
      expiresAt?: Date | string | null;
    } = {},
    by: string | null = null,
  ): Promise<{ id: string; token: string }> {
    const { scopes, expiresAt } = parseInput(newApiToken, options);
    if (expiresAt && expiresAt <= this.clock.now()) {
      throw Refusal.of('INVALID', 'expiresAt: must still be to come.', ['expiresAt']);
    }
    const token = newToken();
    const id = newId();
    await this.source.transaction(async (manager) => {
      // Held, so that an account that is being erased gets no token any more.
      const lock = { mode: 'pessimistic_read' } as const;
      const user = await manager.findOneOrFail(User, { where: { id: userId }, lock });
      if (!user.verifiedAt)
        throw Refusal.of('STATE', 'This account has only been invited so far.', ['email']);
      await manager.insert(ApiToken, {
        id,
        userId,
        institutionId: options.institutionId ?? null,
        hash: hashToken(token),
        scopes,
        createdAt: this.clock.now(),
        expiresAt: expiresAt ?? null,
      });
      await this.trail.record(manager, {
        userId: by,
        institutionId: options.institutionId ?? null,
        event: 'api_token.created',
        subjectType: 'api_token',
        subjectId: id,
        details: { forUser: userId, scopes },
      });
    });
    return { id, token };
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
