import type { DocumentFacts } from '#access';
import { hasIndexWork, type NoticeEvent } from '#database';
import { Authentication } from '#identity';
import { Clock, newId } from '#kernel';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WebhookFanOut } from '../webhooks/webhook-fan-out.ts';
import { FollowMatcher, type FollowFacts } from './follow-matcher.ts';
import { presentFacts } from './published-document.ts';

const CHUNK = 500;
/** How long saved searches wait for the index to learn of a document; later they go without. */
const INDEX_PATIENCE_MILLISECONDS = 60_000;
export const INDEX_PAUSE_MILLISECONDS = 500;

/** What happened to a document, and has not been told of yet. */
export interface Entry {
  id: string;
  documentId: string;
  event: NoticeEvent;
  versionNumber: number;
  actorId: string | null;
  attempts: number;
}

/** Thrown where an entry is to be looked at again a little later. */
export class NotYet extends Error {}

/** What there is to tell of a document, and the first follows that may be about it. */
interface Happening {
  entry: Entry;
  /** The document as it stands now. */
  present: DocumentFacts;
  /** The same with its partners under all ids that they have been registered as. */
  facts: DocumentFacts;
  follows: readonly FollowFacts[];
}

/** Tells everyone who is to know what happened to documents. */
@Injectable()
export class NoticeSpread {
  private readonly matcher: FollowMatcher;
  private readonly authentication: Authentication;
  private readonly webhooks: WebhookFanOut;
  private readonly clock: Clock;

  constructor(matcher: FollowMatcher, authentication: Authentication, webhooks: WebhookFanOut, clock: Clock) {
    this.matcher = matcher;
    this.authentication = authentication;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  /**
   * Tells of entries in their order. Returns how many it has told of: one that searches must be made for is told
   * of alone, so that what is known of a document is never old. Throws NotYet when that must wait for the index.
   */
  async spread(manager: EntityManager, entries: readonly Entry[]): Promise<number> {
    const happenings = await this.happenings(manager, entries);
    const listening = happenings.size > 0 ? await this.webhooks.listening(manager) : [];
    for (const [place, entry] of entries.entries()) {
      const happening = happenings.get(entry);
      if (!happening) continue;
      const isLong = happening.follows.length === CHUNK || happening.follows.some(asksIndex);
      if (isLong && place > 0) return place;
      await this.webhooks.queue(manager, listening, entry, happening.present);
      await this.tellAll(manager, happening);
      if (isLong) return place + 1;
    }
    return entries.length;
  }

  /** What there is to tell of. What has been withdrawn meanwhile has an entry of its own for that. */
  private async happenings(
    manager: EntityManager,
    entries: readonly Entry[],
  ): Promise<Map<Entry, Happening>> {
    const present = await presentFacts(
      manager,
      entries.map(({ documentId }) => documentId),
    );
    const current = entries.flatMap((entry) => {
      const now = present.get(entry.documentId);
      const state = entry.event === 'WITHDRAWN' ? 'WITHDRAWN' : 'PUBLISHED';
      return now?.state === state ? [{ entry, present: now }] : [];
    });
    const told = await Promise.all(
      current.map(async (one) => ({ ...one, facts: await this.matcher.withMergedPartners(one.present) })),
    );
    const follows = await this.follows(manager, told, null);
    return new Map(told.map((one, place) => [one.entry, { ...one, follows: follows[place]! }]));
  }

  private async tellAll(manager: EntityManager, happening: Happening): Promise<void> {
    const { entry, facts, follows } = happening;
    if (entry.event === 'WITHDRAWN') await this.tellThoseWhoKnowIt(manager, entry, facts);
    for (let chunk = follows; ;) {
      await this.tellFollowers(manager, entry, facts, chunk);
      if (chunk.length < CHUNK) return;
      chunk = (await this.follows(manager, [happening], chunk.at(-1)!.id))[0]!;
    }
  }

  /**
   * For each of them the next follows that may be about the document, whoever may read it; never those of the one
   * who did it.
   */
  private async follows(
    manager: EntityManager,
    happenings: readonly Pick<Happening, 'entry' | 'facts'>[],
    after: string | null,
  ): Promise<FollowFacts[][]> {
    if (happenings.length === 0) return [];
    const about = happenings.map(
      ({ entry: { actorId }, facts: { id, ownerId, partnerIds, topics } }, place) => ({
        ...{ place, actor: actorId, document: id, owner: ownerId, partners: partnerIds, topics },
      }),
    );
    const rows: (FollowFacts & { place: number })[] = await manager.query(
      `SELECT place, f.id, f.user_id AS "userId", f.kind, f.target, f.query, f.filter
       FROM json_to_recordset($1) AS
         n(place int, actor uuid, document text, owner text, partners text[], topics text[])
       CROSS JOIN LATERAL (
         SELECT * FROM follows
         WHERE (kind = 'SAVED_SEARCH' OR (kind = 'DOCUMENT' AND target = n.document)
           OR (kind = 'PARTNER' AND target = ANY(n.partners)) OR (kind = 'TOPIC' AND target = ANY(n.topics))
           OR (kind = 'INSTITUTION' AND target = n.owner))
           AND user_id IS DISTINCT FROM n.actor AND ($2::uuid IS NULL OR id > $2)
         ORDER BY id LIMIT ${CHUNK}) f
       ORDER BY f.id`,
      [JSON.stringify(about), after],
    );
    return happenings.map((_, place) => rows.filter((row) => row.place === place));
  }

  private async tellFollowers(
    manager: EntityManager,
    entry: Entry,
    facts: DocumentFacts,
    follows: readonly FollowFacts[],
  ): Promise<void> {
    if (follows.length === 0) return;
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
      if (asksIndex(follow)) await this.awaitIndex(manager, entry);
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
}

/** Whether the follow is told of what a search finds. */
function asksIndex({ kind, query }: FollowFacts): boolean {
  return kind === 'SAVED_SEARCH' && !!query;
}
