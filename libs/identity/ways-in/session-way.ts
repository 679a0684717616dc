import type { UserPrincipal } from '#access';
import { Settings } from '#config';
import { ReadDatabase } from '#database';
import { Clock, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { hashToken } from '../token-text.ts';
import { accountColumns, countingMemberships, type AccountRow } from './held-memberships.ts';

interface SessionRow extends AccountRow {
  id: string;
  lastUsedAt: Date;
  expiresAt: Date;
}

const MINUTE = 60_000;

const SESSION = `
  SELECT s.id, s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", ${accountColumns('s.user_id')}
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.hash = $1 AND s.revoked_at IS NULL AND u.deactivated_at IS NULL`;

/** Signing in with a browser's session, which a cookie leads to. */
@Injectable()
export class SessionWay {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly idle: number;

  constructor(database: ReadDatabase, clock: Clock, { signIn }: Settings) {
    this.database = database;
    this.clock = clock;
    this.idle = signIn.sessionIdleMinutes * MINUTE;
  }

  /** Whose session it is. Throws Unauthenticated for one that has ended. */
  async principal(secret: string, actingSlug: string | null): Promise<UserPrincipal> {
    const [row] = await this.database.rows<SessionRow>(SESSION, [hashToken(secret)]);
    const now = this.clock.now();
    const unused = row ? now.getTime() - row.lastUsedAt.getTime() : 0;
    if (!row || row.expiresAt <= now || unused >= this.idle) {
      throw new Unauthenticated('The session has ended: sign in again.');
    }
    if (unused >= MINUTE) {
      await this.database.rows('UPDATE sessions SET last_used_at = $2 WHERE id = $1', [row.id, now]);
    }
    const memberships = countingMemberships(row.memberships, now);
    const { userId } = row;
    return { type: 'user', userId, memberships, scopes: [], boundTo: null, expiresAt: null, actingSlug };
  }
}
