import { AuditTrail } from '#audit';
import { Operators } from '#identity';
import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { Notification } from '../notifications/notification.entity.ts';
import { BreakGlassAccess, BreakGlassMail } from './break-glass-access.entity.ts';

const LONGEST_MINUTES = 240;
const FEWEST_WORDS = 3;
const MINUTE = 60_000;

/** Words in any script; written without spaces, too. */
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

const opening = z.object({
  reason: text(SHORT_TEXT, 1)
    .transform((reason) => reason.trim())
    .refine((reason) => wordsIn(reason) >= FEWEST_WORDS, `must have at least ${FEWEST_WORDS} words`),
  minutes: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(LONGEST_MINUTES, `must be at most ${LONGEST_MINUTES}`),
});

interface Opened {
  institutionId: string;
  authorId: string | null;
  versionNumber: number;
}

/**
 * Lets operators into one document for a time, and tells its owner in the same transaction: there is no
 * access that the owner does not hear of. Only the command line has this service.
 */
@Injectable()
export class BreakGlassService {
  private readonly source: DataSource;
  private readonly operators: Operators;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, operators: Operators, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.operators = operators;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Opens an access of so many minutes, 240 at the most; returns its id and how many people were told.
   * Throws INVALID, FORBIDDEN for somebody who is no operator, NOT_FOUND for the document, or STATE when the
   * owner has nobody beside the operator who could be told.
   */
  async open(
    email: string,
    documentId: string,
    given: { reason: string; minutes: number },
  ): Promise<{ id: string; expiresAt: Date; told: number }> {
    const { reason, minutes } = parseInput(opening, given);
    return this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const operatorId = await this.operators.hold(manager, email);
      const document = await found(manager, documentId);
      const expiresAt = new Date(now.getTime() + minutes * MINUTE);
      const access = { id: newId(), documentId, institutionId: document.institutionId, operatorId };
      await manager.insert(BreakGlassAccess, { ...access, reason, openedAt: now, expiresAt });
      const told = await this.tell(manager, access, document, now);
      await this.trail.record(manager, {
        ...{ userId: operatorId, institutionId: document.institutionId, event: 'break_glass.opened' },
        ...{ subjectType: 'break_glass', subjectId: access.id },
        details: { documentId, reason, expiresAt: expiresAt.toISOString(), told },
      });
      return { id: access.id, expiresAt, told };
    });
  }

  /** Ends an access before its time. Ended or expired ones stay as they are. Throws NOT_FOUND. */
  async end(id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const access = isId(id)
        ? await manager.findOne(BreakGlassAccess, { where: { id }, lock: { mode: 'pessimistic_write' } })
        : null;
      if (!access) throw Refusal.notFound();
      if (access.endedAt !== null || access.expiresAt <= now) return;
      await manager.update(BreakGlassAccess, { id, endedAt: IsNull() }, { endedAt: now });
      await this.trail.record(manager, {
        ...{ userId: access.operatorId, institutionId: access.institutionId, event: 'break_glass.ended' },
        ...{ subjectType: 'break_glass', subjectId: id, details: { documentId: access.documentId } },
      });
    });
  }

  /** Tells everyone who is to be told; mails wait until a worker that has a mail server takes them. */
  private async tell(
    manager: EntityManager,
    access: { id: string; documentId: string; operatorId: string },
    document: Opened,
    now: Date,
  ): Promise<number> {
    const people = await toBeTold(manager, document, now);
    if (!people.some((userId) => userId !== access.operatorId)) {
      throw Refusal.of(
        'STATE',
        'Nobody could be told: the owner has no administrator and no publisher beside the operator. Give it one first.',
        ['document'],
      );
    }
    const notifications = people.map((userId) => ({
      ...{ id: newId(), userId, documentId: access.documentId, event: 'BREAK_GLASS' as const },
      ...{ versionNumber: document.versionNumber, breakGlassAccessId: access.id, createdAt: now },
    }));
    await manager.insert(Notification, notifications);
    await manager.insert(
      BreakGlassMail,
      notifications.map(({ id }) => ({ notificationId: id, dueAt: now })),
    );
    return people.length;
  }
}

/** The document, held so that it does not change hands or state meanwhile. Throws NOT_FOUND. */
async function found(manager: EntityManager, id: string): Promise<Opened> {
  const rows: Opened[] = isId(id)
    ? await manager.query(
        `SELECT institution_id AS "institutionId", author_id AS "authorId", shown_version AS "versionNumber"
         FROM documents WHERE id = $1 FOR SHARE`,
        [id],
      )
    : [];
  if (!rows[0]) throw Refusal.notFound(['document']);
  return rows[0];
}

/**
 * The owner's ADMINISTRATORs and PUBLISHERs, and the author as long as a member. Those of a suspended
 * institution as well: they are told by mail, and see it when they are let in again.
 */
async function toBeTold(manager: EntityManager, document: Opened, now: Date): Promise<string[]> {
  const rows: { userId: string }[] = await manager.query(
    `SELECT DISTINCT user_id AS "userId" FROM memberships
     WHERE institution_id = $1 AND status = 'ACTIVE' AND (valid_until IS NULL OR valid_until > $2)
       AND (administrator OR role = 'PUBLISHER' OR user_id = $3) ORDER BY 1`,
    [document.institutionId, now, document.authorId],
  );
  return rows.map(({ userId }) => userId);
}

function wordsIn(reason: string): number {
  return [...words.segment(reason)].filter(({ isWordLike }) => isWordLike).length;
}
