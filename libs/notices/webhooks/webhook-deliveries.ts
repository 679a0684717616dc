import { AuditTrail } from '#audit';
import { Settings } from '#config';
import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DocumentEvent } from '../notifications/notification.entity.ts';
import { DeliveryBodies } from './delivery-body.ts';
import { InstitutionReaders } from './institution-readers.ts';
import { post } from './post.ts';
import { signatureHeaders } from './signature.ts';
import type { WebhookDelivery } from './webhook.entity.ts';

/** How many are sent at the same time by one worker. */
const AT_ONCE = 8;
/** Longer than a delivery can take, which is ten seconds; then the worker that had it has come to its end. */
const LEASE_MILLISECONDS = 20_000;
const FIRST_DELAY_SECONDS = 30;
const LONGEST_DELAY_SECONDS = 6 * 3_600;
/** With these delays a delivery is given up after some nine hours. */
const MOST_ATTEMPTS = 10;
/** Failures in a row, of whatever deliveries, after which the webhook is disabled. */
const MOST_FAILURES = 20;
const LONGEST_MESSAGE = 200;

interface Claimed {
  id: string;
  webhookId: string;
  institutionId: string;
  documentId: string;
  event: DocumentEvent;
  createdAt: Date;
  attempts: number;
  url: string;
  secret: string;
}

/** Tells the webhooks what is queued for them, and only what their institution may read at that moment. */
@Injectable()
export class WebhookDeliveries {
  private readonly logger = new Logger(WebhookDeliveries.name);
  private readonly source: DataSource;
  private readonly readers: InstitutionReaders;
  private readonly bodies: DeliveryBodies;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly allowLoopback: boolean;
  /** Ids of what is being sent. */
  private readonly inHand = new Set<string>();
  private readonly leaving = new AbortController();

  constructor(
    source: DataSource,
    readers: InstitutionReaders,
    bodies: DeliveryBodies,
    clock: Clock,
    trail: AuditTrail,
    { webhookAllowLoopback }: Settings,
  ) {
    this.source = source;
    this.readers = readers;
    this.bodies = bodies;
    this.clock = clock;
    this.trail = trail;
    this.allowLoopback = webhookAllowLoopback;
  }

  /** Sends some of what is due and no other worker has. Returns how many. */
  async workOff(): Promise<number> {
    const claimed = await this.claim();
    for (const { id } of claimed) this.inHand.add(id);
    try {
      await Promise.all(claimed.map((delivery) => this.deliver(delivery)));
    } finally {
      for (const { id } of claimed) this.inHand.delete(id);
    }
    return claimed.length;
  }

  /** Breaks off what is being sent, for good, and leaves it to other workers as if it had not been begun. */
  async handBack(): Promise<void> {
    const ids = [...this.inHand];
    this.leaving.abort();
    if (ids.length === 0) return;
    await this.source.query(
      `UPDATE webhook_deliveries SET due_at = $2, attempts = attempts - 1
       WHERE id = ANY($1) AND ended_at IS NULL`,
      [ids, this.clock.now()],
    );
  }

  private async claim(): Promise<Claimed[]> {
    const now = this.clock.now();
    const [rows] = await this.source.query<[Claimed[], number]>(
      `UPDATE webhook_deliveries d SET due_at = $2, attempts = d.attempts + 1 FROM webhooks w
       WHERE w.id = d.webhook_id AND d.id IN (
         SELECT due.id FROM webhook_deliveries due JOIN webhooks own ON own.id = due.webhook_id
         WHERE due.ended_at IS NULL AND (due.due_at <= $1 OR due.attempts = 0 OR due.due_at > $3) AND own.deleted_at IS NULL AND own.disabled_at IS NULL
         ORDER BY due.due_at LIMIT ${AT_ONCE} FOR UPDATE OF due SKIP LOCKED)
       RETURNING d.id, d.webhook_id AS "webhookId", w.institution_id AS "institutionId",
         d.document_id AS "documentId", d.event, d.created_at AS "createdAt", d.attempts, w.url, w.secret`,
      // What waits longer than any delivery is put off was put off by a clock that was ahead.
      [now, ...[LEASE_MILLISECONDS, LONGEST_DELAY_SECONDS * 1_000].map((ms) => new Date(now.getTime() + ms))],
    );
    return rows;
  }

  private async deliver(delivery: Claimed): Promise<void> {
    const reader = (await this.readers.of([delivery.institutionId])).get(delivery.institutionId);
    const body = reader ? await this.bodies.of(reader, delivery) : null;
    if (body === null) {
      await this.end(delivery, 'UNREADABLE');
      return;
    }
    const failure = await this.send(delivery, body);
    if (failure === null) await this.succeed(delivery);
    else if (!this.leaving.signal.aborted) await this.fail(delivery, failure);
  }

  /** Null when the receiver has taken it; otherwise why not, in a few words. */
  private async send({ id, url, secret }: Claimed, body: string): Promise<string | null> {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Precedent-Webhook/1',
      'precedent-delivery': id,
      ...signatureHeaders(secret, body, this.clock.now()),
    };
    try {
      const { allowLoopback, leaving } = this;
      const status = await post(new URL(url), headers, body, { allowLoopback, signal: leaving.signal });
      return status >= 200 && status < 300 ? null : `HTTP ${status}`;
    } catch (error) {
      const { code, name } = error as { code?: string; name: string };
      return (name === 'TimeoutError' || code === 'ABORT_ERR' ? 'TIMEOUT' : (code ?? name)).slice(
        0,
        LONGEST_MESSAGE,
      );
    }
  }

  private async succeed(delivery: Claimed): Promise<void> {
    await this.end(delivery, 'DELIVERED');
    await this.source.query(
      'UPDATE webhooks SET failures = 0, last_error = NULL, last_delivered_at = $2 WHERE id = $1',
      [delivery.webhookId, this.clock.now()],
    );
  }

  private async fail(delivery: Claimed, why: string): Promise<void> {
    const now = this.clock.now();
    if (delivery.attempts >= MOST_ATTEMPTS) await this.end(delivery, 'GIVEN_UP');
    else {
      const seconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (delivery.attempts - 1), LONGEST_DELAY_SECONDS);
      await this.source.query('UPDATE webhook_deliveries SET due_at = $2 WHERE id = $1', [
        delivery.id,
        new Date(now.getTime() + seconds * 1_000),
      ]);
    }
    await this.source.transaction(async (manager) => {
      const [rows] = await manager.query<[{ failures: number }[], number]>(
        `UPDATE webhooks SET failures = failures + 1, last_error = $2,
           disabled_at = CASE WHEN failures + 1 >= $3 THEN coalesce(disabled_at, $4) ELSE disabled_at END
         WHERE id = $1 RETURNING failures`,
        [delivery.webhookId, why, MOST_FAILURES, now],
      );
      if (rows[0]?.failures !== MOST_FAILURES) return;
      this.logger.warn(`Webhook ${delivery.webhookId} is disabled after ${MOST_FAILURES} failures: ${why}`);
      await this.trail.record(manager, {
        ...{ userId: null, institutionId: delivery.institutionId, event: 'webhook.disabled' },
        ...{ subjectType: 'webhook', subjectId: delivery.webhookId, details: { why } },
      });
    });
  }

  private async end({ id }: Claimed, outcome: WebhookDelivery['outcome']): Promise<void> {
    await this.source.query('UPDATE webhook_deliveries SET ended_at = $2, outcome = $3 WHERE id = $1', [
      id,
      this.clock.now(),
      outcome,
    ]);
  }
}
