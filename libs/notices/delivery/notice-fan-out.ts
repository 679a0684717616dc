import { type DocumentFacts } from '#access';
import { hasIndexWork, type NoticeEvent } from '#database';
import { Authentication } from '#identity';
import { Clock, newId } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { FollowMatcher, type FollowFacts } from './follow-matcher.ts';
import { WebhookFanOut } from '../webhooks/webhook-fan-out.ts';
import { presentFacts } from './published-document.ts';

const CHUNK = 500;
const LONGEST_DELAY_SECONDS = 300;
const LONGEST_MESSAGE = 1_000;
/** How long saved searches wait for the index to learn of a document; later they go without. */
const INDEX_PATIENCE_MILLISECONDS = 60_000;
const INDEX_PAUSE_MILLISECONDS = 500;
/**
 * Only windows and failures wait. $1 is now, and $2 later than any wait after a failure ends: what waits longer,
 * or without a reason, was queued by a clock that was ahead.
 */
const DUE = '(due_at <= $1 OR (attempts = 0 AND due_at = queued_at) OR (attempts > 0 AND due_at > $2))';

interface Entry {
  id: string;
  documentId: string;
  event: NoticeEvent;
  versionNumber: number;
  actorId: string | null;
  attempts: number;
}

/** Thrown where an entry is to be looked at again a little later. */
class NotYet extends Error {}

/** Turns what happened to a document into a notification for everyone who follows it and may read it now. */
@Injectable()
export class NoticeFanOut {
  private readonly logger = new Logger(NoticeFanOut.name);
  private readonly source: DataSource;
  private readonly matcher: FollowMatcher;
  private readonly authentication: Authentication;
  private readonly webhooks: WebhookFanOut;
  private readonly clock: Clock;

  constructor(
    source: DataSource,
    matcher: FollowMatcher,
    authentication: Authentication,
    webhooks: WebhookFanOut,
    clock: Clock,
  ) {
    this.source = source;
    this.matcher = matcher;
    this.authentication = authentication;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  /** Works off the oldest entry that is due and that no other worker has. Returns how many: 1 or 0. */
  async workOff(): Promise<number> {
    let taken: Entry | undefined;
    try {
      return await this.source.transaction(async (manager) => {
        [taken] = await manager.query<Entry[]>(
          `SELECT id, document_id AS "documentId", event, version_number AS "versionNumber",
             actor_id AS "actorId", attempts
           FROM notice_outbox WHERE ${DUE} ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
          this.dueNow(),
        );
        if (!taken) return 0;
        await this.spread(manager, taken);
        await manager.query('DELETE FROM notice_outbox WHERE id = $1', [taken.id]);
        return 1;
      });
    } catch (error) {
      if (!taken) throw error;
      await this.postpone(taken, error as Error);
      return 0;
    }
  }

  private dueNow(): [now: Date, beyond: Date] {
    const now = this.clock.now();
    return [now, new Date(now.getTime() + LONGEST_DELAY_SECONDS * 1_000)];
  }

  private async spread(manager: EntityManager, entry: Entry): Promise<void> {
    const present = await presentFacts(manager, entry.documentId);
    // What has been withdrawn meanwhile has an entry of its own for that.
    if (present?.state !== (entry.event === 'WITHDRAWN' ? 'WITHDRAWN' : 'PUBLISHED')) return;
    const facts = await this.matcher.withMergedPartners(present);
    await this.webhooks.queue(manager, entry, present);
    if (entry.event === 'WITHDRAWN') await this.tellThoseWhoKnowIt(manager, entry, facts);
    for (let after: string | null = null; ;) {
      const follows: FollowFacts[] = await this.follows(manager, entry, facts, after);
      await this.tellFollowers(manager, entry, facts, follows);
      after = follows.at(-1)?.id ?? null;
      if (follows.length < CHUNK) return;
    }
  }

  /** Follows that may be about the document, whoever may read it; never those of the one who did it. */
  private follows(
    manager: EntityManager,
    { actorId }: Entry,
    facts: DocumentFacts,
    after: string | null,
  ): Promise<FollowFacts[]> {
    return manager.query(
      `SELECT id, user_id AS "userId", kind, target, query, filter FROM follows
       WHERE (kind = 'SAVED_SEARCH' OR (kind = 'DOCUMENT' AND target = $1)
         OR (kind = 'PARTNER' AND target = ANY($2)) OR (kind = 'TOPIC' AND target = ANY($3))
         OR (kind = 'INSTITUTION' AND target = $4))
         AND user_id IS DISTINCT FROM $5 AND ($6::uuid IS NULL OR id > $6)
       ORDER BY id LIMIT ${CHUNK}`,
      [facts.id, facts.partnerIds, facts.topics, facts.ownerId, actorId, after],
    );
  }

  private async tellFollowers(
    manager: EntityManager,
    entry: Entry,
    facts: DocumentFacts,
    follows: readonly FollowFacts[],
  ): Promise<void> {
    const principals = await this.authentication.principalsOf([...new Set(follows.map((one) => one.userId))]);
    const told = new Map<string, string>();
    for (const follow of follows) {
      const principal = principals.get(follow.userId)!;
      if (told.has(follow.userId)) continue;
      if (entry.event === 'WITHDRAWN') {
        // No index has it any more; who was told of it through a search is told anyway.
        if (follow.kind === 'SAVED_SEARCH') continue;
        if (this.matcher.matchesWithdrawn(principal, follow, facts)) told.set(follow.userId, follow.id);
        continue;
      }
      if (follow.kind === 'SAVED_SEARCH' && follow.query) await this.awaitIndex(manager, entry);
      if (await this.matcher.matches(principal, follow, facts)) told.set(follow.userId, follow.id);
    }
    await this.tell(manager, entry, told);
  }

  /** Whoever has been told of a document, or has read it, is told that it is gone, if its audience held them. */
  private async tellThoseWhoKnowIt(
    manager: EntityManager,
    entry: Entry,
    facts: DocumentFacts,
  ): Promise<void> {
    const rows: { userId: string }[] = await manager.query(
      `SELECT user_id AS "userId" FROM (
         SELECT user_id FROM notifications WHERE document_id = $1 AND break_glass_access_id IS NULL
         UNION SELECT user_id FROM document_readings WHERE document_id = $1) AS known
       WHERE user_id IS DISTINCT FROM $2`,
      [entry.documentId, entry.actorId],
    );
    for (let start = 0; start < rows.length; start += CHUNK) {
      const ids = rows.slice(start, start + CHUNK).map(({ userId }) => userId);
      const principals = await this.authentication.principalsOf(ids);
      const told = ids.filter((id) => this.matcher.matchesWithdrawn(principals.get(id)!, null, facts));
      await this.tell(manager, entry, new Map(told.map((id) => [id, null])));
    }
  }

  /** Each person once. Who is newly admitted to a document is told that it is there, unless told before. */
  private async tell(
    manager: EntityManager,
    entry: Entry,
    told: ReadonlyMap<string, string | null>,
  ): Promise<void> {
    if (told.size === 0) return;
    const admitted = entry.event === 'SHARED';
    await manager.query(
      `INSERT INTO notifications (id, user_id, document_id, event, version_number, follow_id, created_at)
       SELECT new.id, new.user_id, $4, $5, $6, new.follow_id, $7
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS new(id, user_id, follow_id)
       WHERE NOT $8 OR NOT EXISTS (
         SELECT 1 FROM notifications n
         WHERE n.user_id = new.user_id AND n.document_id = $4 AND n.break_glass_access_id IS NULL)
       ON CONFLICT DO NOTHING`,
      [
        [...told].map(() => newId()),
        [...told.keys()],
        [...told.values()],
        entry.documentId,
        admitted ? 'PUBLISHED' : entry.event,
        entry.versionNumber,
        this.clock.now(),
        admitted,
      ],
    );
  }

  private async awaitIndex(manager: EntityManager, { documentId, attempts }: Entry): Promise<void> {
    if (attempts * INDEX_PAUSE_MILLISECONDS > INDEX_PATIENCE_MILLISECONDS) return;
    if (await hasIndexWork(manager, documentId)) throw new NotYet('the index does not know it yet');
  }

  private async postpone(entry: Entry, error: Error): Promise<void> {
    const waits = error instanceof NotYet;
    const seconds = waits
      ? INDEX_PAUSE_MILLISECONDS / 1_000
      : Math.min(2 ** entry.attempts, LONGEST_DELAY_SECONDS);
    if (!waits) {
      this.logger.warn(
        `A notice of document ${entry.documentId} could not be sent out, next try in ${seconds} s: ${error.message}`,
      );
    }
    await this.source.query(
      'UPDATE notice_outbox SET attempts = attempts + 1, last_error = $2, due_at = $3 WHERE id = $1',
      [
        entry.id,
        error.message.slice(0, LONGEST_MESSAGE),
        new Date(this.clock.now().getTime() + seconds * 1_000),
      ],
    );
  }
}
