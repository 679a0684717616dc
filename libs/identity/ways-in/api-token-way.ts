import type { Scope, UserPrincipal } from '#access';
import { ReadDatabase } from '#database';
import { Clock, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import type { UserKind } from '../user.entity.ts';
import { countingMemberships, factsColumn, type AccountFacts, type AccountRow } from './held-memberships.ts';
import { SecretWay } from './secret-way.ts';

interface TokenRow extends AccountRow {
  id: string;
  lastUsedAt: Date | null;
}

interface TokenFacts extends AccountFacts {
  kind: UserKind;
  institutionId: string | null;
  scopes: Scope[];
  expiresAt: string | null;
}

const MINUTE = 60_000;

const FACTS = factsColumn('t.user_id', {
  kind: 'u.kind',
  institutionId: 't.institution_id',
  scopes: 't.scopes',
  expiresAt: 't.expires_at',
});
const TOKEN = `
  SELECT encode(t.hash, 'base64') AS key, t.id, t.last_used_at AS "lastUsedAt", ${FACTS}
  FROM api_tokens t JOIN users u ON u.id = t.user_id
  WHERE t.hash = ANY($1) AND t.revoked_at IS NULL AND u.deactivated_at IS NULL`;

/** Signing in with an API token of ours, a person's or a service account's. */
@Injectable()
export class ApiTokenWay extends SecretWay<TokenFacts, TokenRow> {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase, clock: Clock) {
    super(clock);
    this.database = database;
  }

  protected read(hashes: readonly Buffer[]): Promise<TokenRow[]> {
    return this.database.briefRows<TokenRow>(TOKEN, [hashes]);
  }

  protected async use(hash: Buffer, row: TokenRow | null): Promise<TokenRow> {
    if (!row) throw notValid();
    const now = this.clock.now();
    if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= MINUTE) {
      this.principalOf(JSON.parse(row.facts) as TokenFacts, hash, null);
      await this.database.rows('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [row.id, now]);
    }
    return row;
  }

  protected principalOf(facts: TokenFacts, _hash: Buffer, actingSlug: string | null): UserPrincipal {
    const now = this.clock.now();
    const expiresAt = facts.expiresAt === null ? null : new Date(facts.expiresAt);
    if (expiresAt && expiresAt <= now) throw notValid();
    const { userId, scopes, institutionId: boundTo } = facts;
    const memberships = countingMemberships(facts.memberships, now).filter(
      ({ institutionId }) => boundTo === null || institutionId === boundTo,
    );
    // A service account is nobody outside its institution, not even a reader of what is public.
    if (facts.kind === 'SERVICE' && memberships.length === 0) throw notValid();
    return { type: 'user', userId, memberships, scopes, boundTo, expiresAt, actingSlug };
  }
}

function notValid(): Unauthenticated {
  return new Unauthenticated('The token is not valid.');
}
