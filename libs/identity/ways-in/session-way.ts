import type { UserPrincipal } from '#access';
import { Settings } from '#config';
import { ReadDatabase } from '#database';
import { Clock, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { countingMemberships, factsColumn, type AccountFacts, type AccountRow } from './held-memberships.ts';
import { SecretWay } from './secret-way.ts';

interface SessionRow extends AccountRow {
  id: string;
  lastUsedAt: Date;
}

interface SessionFacts extends AccountFacts {
  expiresAt: string;
}

const MINUTE = 60_000;

const SESSION = `
  SELECT encode(s.hash, 'base64') AS key, s.id, s.last_used_at AS "lastUsedAt", ${factsColumn('s.user_id', { expiresAt: 's.expires_at' })}
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.hash = ANY($1) AND s.revoked_at IS NULL AND u.deactivated_at IS NULL`;

/** Signing in with a browser's session, which a cookie leads to. */
@Injectable()
export class SessionWay extends SecretWay<SessionFacts, SessionRow> {
  private readonly database: ReadDatabase;
  private readonly idle: number;

  constructor(database: ReadDatabase, clock: Clock, { signIn }: Settings) {
    super(clock);
    this.database = database;
    this.idle = signIn.sessionIdleMinutes * MINUTE;
  }

  protected read(hashes: readonly Buffer[]): Promise<SessionRow[]> {
    return this.database.briefRows<SessionRow>(SESSION, [hashes]);
  }

  /** One that has ended, or has not been used for too long, does not come to life again by being used. */
  protected async use(hash: Buffer, row: SessionRow | null): Promise<SessionRow> {
    const now = this.clock.now();
    const unused = row ? now.getTime() - row.lastUsedAt.getTime() : 0;
    if (!row || unused >= this.idle) throw hasEnded();
    if (unused >= MINUTE) {
      this.principalOf(JSON.parse(row.facts) as SessionFacts, hash, null);
      await this.database.rows('UPDATE sessions SET last_used_at = $2 WHERE id = $1', [row.id, now]);
    }
    return row;
  }

  protected principalOf(facts: SessionFacts, _hash: Buffer, actingSlug: string | null): UserPrincipal {
    const now = this.clock.now();
    if (new Date(facts.expiresAt) <= now) throw hasEnded();
    const memberships = countingMemberships(facts.memberships, now);
    const { userId } = facts;
    return { type: 'user', userId, memberships, scopes: [], boundTo: null, expiresAt: null, actingSlug };
  }
}

function hasEnded(): Unauthenticated {
  return new Unauthenticated('The session has ended: sign in again.');
}
