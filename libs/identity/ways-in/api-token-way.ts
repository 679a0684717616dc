import type { Scope, UserPrincipal } from '#access';
import { ReadDatabase } from '#database';
import { Clock, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { hashToken } from '../token-text.ts';
import type { UserKind } from '../user.entity.ts';
import { accountColumns, countingMemberships, type AccountRow } from './held-memberships.ts';

interface TokenRow extends AccountRow {
  id: string;
  kind: UserKind;
  institutionId: string | null;
  scopes: Scope[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

const MINUTE = 60_000;

const TOKEN = `
  SELECT t.id, t.institution_id AS "institutionId", t.scopes, t.expires_at AS "expiresAt",
    t.last_used_at AS "lastUsedAt", u.kind, ${accountColumns('t.user_id')}
  FROM api_tokens t JOIN users u ON u.id = t.user_id
  WHERE t.hash = $1 AND t.revoked_at IS NULL AND u.deactivated_at IS NULL`;

/** Signing in with an API token of ours, a person's or a service account's. */
@Injectable()
export class ApiTokenWay {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Whose token it is. Throws Unauthenticated for one that does not work, whatever is wrong with it. */
  async principal(token: string, actingSlug: string | null): Promise<UserPrincipal> {
    const [row] = await this.database.rows<TokenRow>(TOKEN, [hashToken(token)]);
    const now = this.clock.now();
    if (!row || (row.expiresAt && row.expiresAt <= now)) throw new Unauthenticated('The token is not valid.');
    const memberships = countingMemberships(row.memberships, now).filter(
      (facts) => row.institutionId === null || facts.institutionId === row.institutionId,
    );
    // A service account is nobody outside its institution, not even a reader of what is public.
    if (row.kind === 'SERVICE' && memberships.length === 0)
      throw new Unauthenticated('The token is not valid.');
    await this.touch(row, now);
    const { userId, scopes, institutionId: boundTo, expiresAt } = row;
    return { type: 'user', userId, memberships, scopes, boundTo, expiresAt, actingSlug };
  }

  private async touch(row: TokenRow, now: Date): Promise<void> {
    if (row.lastUsedAt && now.getTime() - row.lastUsedAt.getTime() < MINUTE) return;
    await this.database.rows('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [row.id, now]);
  }
}
