import { insertEntities } from '#database';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditEvent, type AuditOutcome } from './audit-event.entity.ts';
import { origin, type Origin } from './origin.ts';

/** One event as its writer knows it. */
export interface AuditEntry {
  /** The person acting; null for the system. */
  userId: string | null;
  institutionId: string | null;
  /** In the past tense, as `document.published`. */
  event: string;
  subjectType:
    | 'account'
    | 'audit_trail'
    | 'backup'
    | 'break_glass'
    | 'institution'
    | 'user'
    | 'membership'
    | 'sharing_group'
    | 'api_token'
    | 'document'
    | 'partner'
    | 'joint_centre'
    | 'follow'
    | 'feed_token'
    | 'scim_token'
    | 'service_account'
    | 'session'
    | 'webhook';
  subjectId: string;
  /** Small facts; never a title, a body or a token, and nothing that the institution's auditors may not know. */
  details?: Record<string, unknown>;
  /** DONE if it is not given. */
  outcome?: AuditOutcome;
  /** Where it comes from; without it, where what is going on comes from. */
  place?: Origin;
}

/** The append-only trail. An entry is written in the transaction of what it tells about, or not at all. */
@Injectable()
export class AuditTrail {
  private readonly clock: Clock;
  private readonly dataSource: DataSource;

  constructor(clock: Clock, dataSource: DataSource) {
    this.clock = clock;
    this.dataSource = dataSource;
  }

  /**
   * Writes one row for each entry. Only what somebody does with their own account for all their institutions
   * at once is written for each of these.
   */
  async record(manager: EntityManager, entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
    const rows = [];
    for (const { place = origin(), ...entry } of [entries].flat()) {
      const { address, requestId } = place;
      const row = {
        details: {},
        outcome: 'DONE' as const,
        ...entry,
        origin: address,
        requestId,
        at: this.clock.now(),
      };
      const trails = isOfAccount(entry) ? await institutionsOf(manager, entry.userId) : [];
      if (trails.length === 0) rows.push(row);
      for (const institutionId of trails) rows.push({ ...row, institutionId });
    }
    await insertEntities(manager, AuditEvent, rows);
  }

  /** Records what changes nothing else, such as a sign-in, in a transaction of its own. */
  async note(entry: AuditEntry): Promise<void> {
    await this.record(this.dataSource.manager, entry);
  }
}

/** What concerns an account, and so every institution whose member it lets in. */
const OF_ACCOUNT: readonly AuditEntry['subjectType'][] = ['account', 'session', 'api_token', 'feed_token'];

function isOfAccount(entry: AuditEntry): entry is AuditEntry & { userId: string } {
  return entry.institutionId === null && entry.userId !== null && OF_ACCOUNT.includes(entry.subjectType);
}

async function institutionsOf(manager: EntityManager, userId: string): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `SELECT institution_id AS id FROM memberships WHERE user_id = $1 AND status = 'ACTIVE' ORDER BY id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}
