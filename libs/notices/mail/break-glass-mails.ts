import { AuditTrail } from '#audit';
import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Addresses } from '../delivery/addresses.ts';
import { latestMail, nextTry } from './mail-times.ts';
import { Mailer } from './mailer.ts';

/** Longer than a mail can take to be sent; then the worker that had it has come to its end. */
const LEASE_MILLISECONDS = 600_000;
/** What could not be mailed for so long is not mailed any more; it can still be looked up. */
const PATIENCE_MILLISECONDS = 30 * 86_400_000;
const LONGEST_MESSAGE = 1_000;

interface Waiting {
  notificationId: string;
  attempts: number;
}

interface Told {
  userId: string;
  email: string;
  documentId: string;
  operator: string;
  operatorEmail: string | null;
  reason: string;
  openedAt: Date;
  expiresAt: Date;
}

/**
 * Mails those who were told of a break-glass access, at once and whatever they have set: it is a notice about
 * the safety of their documents, not about something that they follow.
 */
@Injectable()
export class BreakGlassMails {
  private readonly logger = new Logger(BreakGlassMails.name);
  private readonly source: DataSource;
  private readonly mailer: Mailer;
  private readonly addresses: Addresses;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private inHand: Waiting | null = null;

  constructor(source: DataSource, mailer: Mailer, addresses: Addresses, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.mailer = mailer;
    this.addresses = addresses;
    this.clock = clock;
    this.trail = trail;
  }

  /** Sends one mail that is due and that no other worker has. Returns how many: 1 or 0. */
  async workOff(): Promise<number> {
    if (!this.mailer.isOn) return 0;
    const waiting = await this.claim();
    if (!waiting) return 0;
    this.inHand = waiting;
    try {
      await this.send(waiting);
    } catch (error) {
      await this.postpone(waiting, error as Error);
    } finally {
      this.inHand = null;
    }
    return 1;
  }

  /** Leaves the mail that is being sent to other workers; it may reach its addressee twice. */
  async handBack(): Promise<void> {
    if (!this.inHand) return;
    await this.source.query('UPDATE break_glass_mails SET due_at = $2 WHERE notification_id = $1', [
      this.inHand.notificationId,
      this.clock.now(),
    ]);
  }

  /** Takes a mail in a transaction of its own: the mail server must not be waited for inside one. */
  private async claim(): Promise<Waiting | undefined> {
    const now = this.clock.now();
    const [rows] = await this.source.query<[Waiting[], number]>(
      `UPDATE break_glass_mails SET due_at = $2 WHERE notification_id = (
         SELECT notification_id FROM break_glass_mails WHERE due_at <= $1 OR due_at > $3
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING notification_id AS "notificationId", attempts`,
      // What waits longer than any mail is put off was put off by a clock that was ahead.
      [now, new Date(now.getTime() + LEASE_MILLISECONDS), latestMail('IMMEDIATE', now)],
    );
    return rows[0];
  }

  private async send({ notificationId }: Waiting): Promise<void> {
    const told = await this.stillToTell(notificationId);
    if (told) {
      const messageId = createHash('sha256').update(notificationId).digest('hex').slice(0, 40);
      const link = this.addresses.document(told.documentId);
      await this.mailer.send({ to: told.email, messageId, ...breakGlassText(told, link) });
    }
    await this.source.transaction(async (manager) => {
      await manager.query('DELETE FROM break_glass_mails WHERE notification_id = $1', [notificationId]);
      if (!told) return;
      const now = this.clock.now();
      await manager.query('UPDATE notifications SET mailed_at = $2 WHERE id = $1', [notificationId, now]);
      await this.trail.record(manager, {
        ...{ userId: null, institutionId: null, event: 'break_glass_notice.sent' },
        ...{ subjectType: 'user', subjectId: told.userId },
      });
    });
  }

  /** What to tell; undefined for somebody who has left the owner since, and for what is too long ago. */
  private async stillToTell(notificationId: string): Promise<Told | undefined> {
    const now = this.clock.now();
    const [told] = await this.source.query<Told[]>(
      `SELECT u.id AS "userId", u.email, b.document_id AS "documentId", o.name AS operator,
         o.email AS "operatorEmail", b.reason, b.opened_at AS "openedAt", b.expires_at AS "expiresAt"
       FROM notifications n JOIN break_glass_accesses b ON b.id = n.break_glass_access_id
       JOIN users u ON u.id = n.user_id JOIN users o ON o.id = b.operator_id
       WHERE n.id = $1 AND n.created_at > $3 AND u.email IS NOT NULL AND EXISTS (
         SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.institution_id = b.institution_id
           AND m.status = 'ACTIVE' AND (m.valid_until IS NULL OR m.valid_until > $2))`,
      [notificationId, now, new Date(now.getTime() - PATIENCE_MILLISECONDS)],
    );
    return told;
  }

  private async postpone({ notificationId, attempts }: Waiting, error: Error): Promise<void> {
    const next = nextTry(attempts + 1, this.clock.now());
    this.logger.warn(
      `A break-glass mail could not be sent, next try at ${next.toISOString()}: ${error.message}`,
    );
    await this.source.query(
      `UPDATE break_glass_mails SET due_at = $2, attempts = attempts + 1, last_error = $3
       WHERE notification_id = $1`,
      [notificationId, next, error.message.slice(0, LONGEST_MESSAGE)],
    );
  }
}

/** The reason is the operator's own words, and the command says that the owner is told them. */
function breakGlassText(told: Told, link: string): { subject: string; text: string } {
  const who = told.operatorEmail ? `${told.operator} <${told.operatorEmail}>` : told.operator;
  return {
    subject: 'Precedent: an operator was let into a document of your institution',
    text: [
      'An operator of the platform was let into a document of your institution (break-glass).',
      [
        `Document: ${link}`,
        `Operator: ${who}`,
        `From ${told.openedAt.toISOString()} until ${told.expiresAt.toISOString()} at the latest`,
        `Reason: ${told.reason.replace(/\s+/g, ' ')}`,
      ].join('\n'),
      'How often it was read is told by breakGlassAccesses. This mail cannot be turned off.',
    ].join('\n\n'),
  };
}
