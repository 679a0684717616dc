import { AuditTrail } from '#audit';
import { DocumentsReadModel } from '#documents';
import { Authentication } from '#identity';
import { Clock, type TlpLabel } from '#kernel';
import type { UserPrincipal } from '#access';
import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Addresses } from '../delivery/addresses.ts';
import { NotificationsReadModel, type NotificationRow } from '../notifications/notifications-read-model.ts';
import { digestOf, type DigestLine } from './digest-text.ts';
import { latestMail, nextMail, nextTry } from './mail-times.ts';
import { Mailer } from './mailer.ts';
import type { MailFrequency } from './mail-preference.entity.ts';

/** How much goes into one mail. What is more goes into the next, which follows at once. */
const MOST_LINES = 100;
/** Longer than a mail can take to be sent; then the worker that had it has come to its end. */
const LEASE_MILLISECONDS = 600_000;
const LONGEST_MESSAGE = 1_000;
const FIELDS = new Set(['title', 'summary', 'sharing', 'sharing.tlp']);

interface Turn {
  userId: string;
  email: string;
  frequency: MailFrequency;
  changedAt: Date;
  attempts: number;
}

/** Mails people what they were told, as often as they want it, and only what they may read at that moment. */
@Injectable()
export class Digests {
  private readonly logger = new Logger(Digests.name);
  private readonly source: DataSource;
  private readonly mailer: Mailer;
  private readonly authentication: Authentication;
  private readonly notifications: NotificationsReadModel;
  private readonly documents: DocumentsReadModel;
  private readonly addresses: Addresses;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private inHand: Turn | null = null;

  constructor(
    source: DataSource,
    mailer: Mailer,
    authentication: Authentication,
    notifications: NotificationsReadModel,
    documents: DocumentsReadModel,
    addresses: Addresses,
    clock: Clock,
    trail: AuditTrail,
  ) {
    this.source = source;
    this.mailer = mailer;
    this.authentication = authentication;
    this.notifications = notifications;
    this.documents = documents;
    this.addresses = addresses;
    this.clock = clock;
    this.trail = trail;
  }

  /** Serves one person whose turn it is, and whom no other worker serves. Returns how many: 1 or 0. */
  async workOff(): Promise<number> {
    if (!this.mailer.isOn) return 0;
    const turn = await this.claim();
    if (!turn) return 0;
    this.inHand = turn;
    try {
      await this.serve(turn);
    } catch (error) {
      await this.postpone(turn, error as Error);
    } finally {
      this.inHand = null;
    }
    return 1;
  }

  /** Leaves the turn that is being served to other workers; the mail may reach its addressee twice. */
  async handBack(): Promise<void> {
    if (!this.inHand) return;
    const { userId, changedAt } = this.inHand;
    await this.source.query(
      'UPDATE mail_preferences SET next_at = $3 WHERE user_id = $1 AND changed_at = $2 AND next_at > $3',
      [userId, changedAt, this.clock.now()],
    );
  }

  /** Takes a turn in a transaction of its own: the mail server must not be waited for inside one. */
  private async claim(): Promise<Turn | undefined> {
    const now = this.clock.now();
    const [rows] = await this.source.query<[Turn[], number]>(
      `UPDATE mail_preferences p SET next_at = $2 FROM users u
       WHERE u.id = p.user_id AND p.user_id = (
         SELECT due.user_id FROM mail_preferences due
           JOIN users addressee ON addressee.id = due.user_id AND addressee.email IS NOT NULL
         WHERE due.frequency <> 'OFF' AND (due.next_at <= $1 OR due.next_at > CASE due.frequency
           WHEN 'WEEKLY' THEN $3::timestamptz WHEN 'DAILY' THEN $4 ELSE $5 END) AND (due.frequency <> 'IMMEDIATE' OR EXISTS (
           SELECT 1 FROM notifications n WHERE n.user_id = due.user_id AND n.mailed_at IS NULL
             AND n.read_at IS NULL AND n.created_at >= due.changed_at AND n.break_glass_access_id IS NULL))
         ORDER BY due.next_at LIMIT 1 FOR UPDATE OF due SKIP LOCKED)
       RETURNING p.user_id AS "userId", u.email, p.frequency, p.changed_at AS "changedAt", p.attempts`,
      [
        ...[now, new Date(now.getTime() + LEASE_MILLISECONDS)],
        // What waits longer than any mail is put off was put off by a clock that was ahead.
        ...[latestMail('WEEKLY', now), latestMail('DAILY', now), latestMail('IMMEDIATE', now)],
      ],
    );
    return rows[0];
  }

  private async serve(turn: Turn): Promise<void> {
    const waiting = await this.waiting(turn);
    const principal = await this.authentication.principalOf(turn.userId);
    const lines = await this.lines(principal, await this.notifications.stillTellable(principal, waiting));
    if (lines.length > 0) {
      const messageId = createHash('sha256')
        .update([turn.userId, ...waiting].join())
        .digest('hex')
        .slice(0, 40);
      await this.mailer.send({ to: turn.email, messageId, ...digestOf(lines, this.addresses.home()) });
    }
    await this.done(turn, waiting, lines.length);
  }

  /** Ids of what has been told and neither mailed nor read. */
  private async waiting({ userId, changedAt }: Turn): Promise<string[]> {
    const rows: { id: string }[] = await this.source.query(
      `SELECT id FROM notifications WHERE user_id = $1 AND mailed_at IS NULL AND read_at IS NULL
         AND break_glass_access_id IS NULL AND created_at >= $2 ORDER BY created_at, id LIMIT ${MOST_LINES}`,
      [userId, changedAt],
    );
    return rows.map(({ id }) => id);
  }

  private async lines(principal: UserPrincipal, told: readonly NotificationRow[]): Promise<DigestLine[]> {
    const ids = [...new Set(told.filter(({ event }) => event !== 'WITHDRAWN').map((one) => one.documentId))];
    const documents = await this.documents.publishedByIds(principal, ids, FIELDS);
    const lines: DigestLine[] = [];
    for (const { event, documentId } of told) {
      // Break-glass has mails of its own, which nobody can have turned off.
      if (event === 'BREAK_GLASS') continue;
      const link = this.addresses.document(documentId);
      if (event === 'WITHDRAWN') {
        const gone = await this.documents.findTombstone(principal, documentId);
        if (gone) lines.push({ event, link, tlp: gone.tlp, title: null, more: gone.reason });
        continue;
      }
      const document = documents.get(documentId);
      if (!document) continue;
      const { tlp } = document.sharing as { tlp: TlpLabel };
      lines.push({ event, link, tlp, title: document.title as string, more: document.summary as string });
    }
    return lines;
  }

  /** What was left out because it may no longer be read counts as mailed: it is not told later either. */
  private async done(turn: Turn, ids: readonly string[], mailed: number): Promise<void> {
    const { userId, frequency } = turn;
    const now = this.clock.now();
    const next = ids.length === MOST_LINES ? now : nextMail(frequency, now);
    await this.source.transaction(async (manager) => {
      await manager.query('UPDATE notifications SET mailed_at = $2 WHERE id = ANY($1)', [ids, now]);
      await manager.query(
        `UPDATE mail_preferences SET next_at = $3, attempts = 0, last_error = NULL
         WHERE user_id = $1 AND changed_at = $2`,
        [userId, turn.changedAt, next],
      );
      if (mailed === 0) return;
      await this.trail.record(manager, {
        ...{ userId: null, institutionId: null, event: 'digest.sent', details: { notices: mailed } },
        ...{ subjectType: 'user', subjectId: userId },
      });
    });
  }

  private async postpone({ userId, changedAt, attempts }: Turn, error: Error): Promise<void> {
    const next = nextTry(attempts + 1, this.clock.now());
    this.logger.warn(`A mail could not be sent, next try at ${next.toISOString()}: ${error.message}`);
    await this.source.query(
      `UPDATE mail_preferences SET next_at = $3, attempts = attempts + 1, last_error = $4
       WHERE user_id = $1 AND changed_at = $2`,
      [userId, changedAt, next, error.message.slice(0, LONGEST_MESSAGE)],
    );
  }
}
