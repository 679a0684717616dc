import { actingMembership, holdMembership, type MembershipFacts, type UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Settings } from '#config';
import { newToken } from '#identity';
import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal } from '#kernel';
import { addressIn, isAllowedAddress } from '#outgoing';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { Webhook } from './webhook.entity.ts';

const PREFIX = 'precedent_webhook_';
const MOST_WEBHOOKS = 10;

/** The webhooks of an institution: its ADMINISTRATORs make and delete them, and nobody else sees them. */
@Injectable()
export class WebhooksService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly allowLoopback: boolean;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail, { webhookAllowLoopback }: Settings) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.allowLoopback = webhookAllowLoopback;
  }

  /**
   * Makes a webhook of the acting institution and returns its secret, for the only time. Throws FORBIDDEN,
   * INVALID for an address that nothing is sent to, or STATE when there are too many.
   */
  async create(principal: UserPrincipal, given: string): Promise<{ id: string; secret: string }> {
    const url = this.usable(parseInput(text(SHORT_TEXT, 1), given, ['url']));
    const [id, secret] = [newId(), newToken(PREFIX)];
    await this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const { administrator, institutionId } = await holdMembership(
        manager,
        actingMembership(principal),
        now,
      );
      if (!administrator) {
        throw Refusal.of('FORBIDDEN', 'Only administrators of the institution manage its webhooks.');
      }
      // One at a time for each institution, so that the limit holds.
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7003))', [institutionId]);
      if ((await manager.countBy(Webhook, { institutionId, deletedAt: IsNull() })) >= MOST_WEBHOOKS) {
        throw Refusal.of('STATE', `An institution can have ${MOST_WEBHOOKS} webhooks.`, ['url']);
      }
      const { userId } = principal;
      await manager.insert(Webhook, { id, institutionId, url, secret, createdById: userId, createdAt: now });
      await this.note(manager, userId, 'webhook.created', id, institutionId);
    });
    return { id, secret };
  }

  /** Those of the institutions that the caller administers, newest first. */
  async list(principal: UserPrincipal, id?: string): Promise<Webhook[]> {
    return this.source.manager
      .createQueryBuilder(Webhook, 'w')
      .where('w.deleted_at IS NULL AND w.institution_id = ANY(:ids)', { ids: administered(principal) })
      .andWhere(id ? 'w.id = :id' : 'true', { id })
      .orderBy('w.created_at', 'DESC')
      .addOrderBy('w.id')
      .getMany();
  }

  /** Sends to it no longer. Throws NOT_FOUND. */
  async delete(principal: UserPrincipal, id: string): Promise<void> {
    await this.change(principal, id, 'webhook.deleted', { deletedAt: this.clock.now() });
  }

  /** Tries again with one that was disabled; what it missed meanwhile is sent as far as it is queued. */
  async resume(principal: UserPrincipal, id: string): Promise<void> {
    await this.change(principal, id, 'webhook.resumed', { disabledAt: null, failures: 0, lastError: null });
  }

  private async change(
    principal: UserPrincipal,
    id: string,
    event: string,
    values: Partial<Webhook>,
  ): Promise<void> {
    await this.source.transaction(async (manager) => {
      const found = isId(id) ? await manager.findOneBy(Webhook, { id, deletedAt: IsNull() }) : null;
      const own = principal.memberships.find((one) => one.institutionId === found?.institutionId);
      if (!found || !own?.administrator) throw Refusal.notFound();
      const held: MembershipFacts = await holdMembership(manager, own, this.clock.now());
      if (!held.administrator) throw Refusal.notFound();
      await manager.update(Webhook, { id }, values);
      await this.note(manager, principal.userId, event, id, found.institutionId);
    });
  }

  /** The address as it will be used. What names resolve to is looked at when they are used. */
  private usable(given: string): string {
    const refuse = (message: string): never => {
      throw Refusal.of('INVALID', `url: ${message}`, ['url']);
    };
    const url = URL.parse(given) ?? refuse('is not a URL');
    const literal = addressIn(url);
    const stays = this.allowLoopback && literal !== null;
    if (url.protocol !== 'https:' && !(stays && url.protocol === 'http:')) refuse('must begin with https://');
    if (url.username || url.password || url.hash) refuse('must hold no user, password or fragment');
    if (literal !== null && !isAllowedAddress(literal, this.allowLoopback)) {
      refuse('must be that of a public server');
    }
    return url.href;
  }

  private async note(
    manager: EntityManager,
    userId: string,
    event: string,
    subjectId: string,
    institutionId: string,
  ): Promise<void> {
    await this.trail.record(manager, { userId, institutionId, event, subjectType: 'webhook', subjectId });
  }
}

function administered({ memberships }: UserPrincipal): string[] {
  return memberships.filter(({ administrator }) => administrator).map((one) => one.institutionId);
}
