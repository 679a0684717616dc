import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { actingMembership, holdMembership, type MembershipFacts, type UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Accounts } from '#identity';
import { moment, parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal, ROLES, type Role } from '#kernel';
import { Injectable } from '@nestjs/common';
import { Institution } from './institution.entity.ts';
import { keepAnAdministrator } from './last-administrator.ts';
import { Membership } from './membership.entity.ts';
import { requirePerson, requireServiceLimits } from './service-accounts/service-limits.ts';

const invitation = z.object({
  email: z.email('must be an e-mail address').max(320),
  name: text(SHORT_TEXT).nullish(),
  role: z.enum(ROLES),
  administrator: z.boolean().nullish(),
  validUntil: moment.nullish(),
});

export interface Invitation {
  email: string;
  name?: string | null;
  role: Role;
  administrator?: boolean | null;
  validUntil?: Date | null;
}

export interface MembershipChange {
  role?: Role | null;
  administrator?: boolean | null;
  auditor?: boolean | null;
  findable?: boolean | null;
  /** Null lifts an expiry; leaving it out keeps it. */
  validUntil?: Date | null;
}

/** Who belongs to an institution, and in which role: the ADMINISTRATOR's work. */
@Injectable()
export class MembershipsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly accounts: Accounts;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail, accounts: Accounts) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.accounts = accounts;
  }

  /**
   * Invites someone; returns the membership's id. It counts at once for someone who has an account.
   * Throws FORBIDDEN unless the caller administers the institution, INVALID, or CONFLICT for a member.
   */
  async invite(principal: UserPrincipal, institutionId: string, input: Invitation): Promise<string> {
    const values = parseInput(invitation, input);
    return this.source.transaction(async (manager) => {
      const acting = await this.administrator(manager, principal, institutionId, ['institutionId']);
      const userId = await this.accounts.findOrInvite(manager, values.email, values.name ?? null);
      const { email: _email, name: _name, ...grant } = values;
      return this.add(manager, { ...grant, userId, institutionId }, principal.userId, acting.institutionId);
    });
  }

  /** Grants a membership on the operator's word; an existing one is changed. Returns its id. */
  async grant(
    userId: string,
    institutionId: string,
    grant: { role: Role; administrator?: boolean; auditor?: boolean; findable?: boolean; id?: string },
  ): Promise<string> {
    return this.source.transaction(async (manager) => {
      const living = await this.living(manager, userId, institutionId);
      if (!living) return this.add(manager, { ...grant, userId, institutionId }, null, institutionId);
      const { id: _id, ...change } = grant;
      await requireServiceLimits(manager, userId, change);
      await manager.update(Membership, { id: living.id }, change);
      await this.note(manager, null, living, 'membership.changed', change);
      return living.id;
    });
  }

  /**
   * Changes a membership. Members may make themselves findable; everything else is the ADMINISTRATOR's,
   * never for the own membership. Throws NOT_FOUND, FORBIDDEN, INVALID, or STATE for the last administrator.
   */
  async change(principal: UserPrincipal, id: string, change: MembershipChange): Promise<void> {
    const validUntil = parseInput(moment.nullish(), change.validUntil, ['validUntil']);
    const own = Object.keys(change).every((key) => key === 'findable');
    await this.source.transaction(async (manager) => {
      const membership = await this.target(manager, principal, id, own);
      if (membership.status === 'REVOKED') throw Refusal.of('STATE', 'This membership is revoked.', ['id']);
      const next = {
        ...(change.role ? { role: change.role } : {}),
        ...definedFlags(change),
        ...(validUntil === undefined ? {} : { validUntil }),
      };
      await requireServiceLimits(manager, membership.userId, next);
      if (Object.keys(next).length > 0) await manager.update(Membership, { id }, next);
      await keepAnAdministrator(manager, membership);
      await this.note(manager, principal.userId, membership, 'membership.changed', next);
    });
  }

  /**
   * Revokes a membership, with effect on the very next request. Throws NOT_FOUND, FORBIDDEN for one's own
   * or another institution's, STATE for the last administrator. Revoking twice changes nothing.
   */
  async revoke(principal: UserPrincipal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const membership = await this.target(manager, principal, id, false);
      if (membership.status === 'REVOKED') return;
      await manager.update(Membership, { id }, { status: 'REVOKED' });
      await keepAnAdministrator(manager, membership);
      await this.note(manager, principal.userId, membership, 'membership.revoked', {});
    });
  }

  /** Revokes on the operator's word. Throws NOT_FOUND when there is no such membership. */
  async revokeByOperator(userId: string, institutionId: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const membership = await this.living(manager, userId, institutionId);
      if (!membership) throw Refusal.of('NOT_FOUND', 'There is no such membership.', ['email']);
      await manager.update(Membership, { id: membership.id }, { status: 'REVOKED' });
      await this.note(manager, null, membership, 'membership.revoked', {});
    });
  }

  private async add(
    manager: EntityManager,
    grant: Omit<Invitation, 'email' | 'name'> & {
      id?: string;
      userId: string;
      institutionId: string;
      auditor?: boolean;
      findable?: boolean;
    },
    by: string | null,
    trailOf: string,
  ): Promise<string> {
    await requirePerson(manager, grant.userId);
    if (await this.living(manager, grant.userId, grant.institutionId)) {
      throw Refusal.of('CONFLICT', 'This person is a member or invited already.', ['email']);
    }
    const membership = manager.create(Membership, {
      ...grant,
      id: grant.id ?? newId(),
      administrator: grant.administrator ?? false,
      validUntil: grant.validUntil ?? null,
      status: (await this.accounts.isVerified(manager, grant.userId)) ? 'ACTIVE' : 'INVITED',
      createdAt: this.clock.now(),
    });
    await manager.insert(Membership, membership);
    const { role, administrator, status } = membership;
    await this.note(manager, by, { ...membership, institutionId: trailOf }, 'membership.granted', {
      role,
      administrator,
      status,
    });
    return membership.id;
  }

  private living(manager: EntityManager, userId: string, institutionId: string): Promise<Membership | null> {
    return manager
      .createQueryBuilder(Membership, 'm')
      .where(`m.user_id = :userId AND m.institution_id = :institutionId AND m.status <> 'REVOKED'`, {
        userId,
        institutionId,
      })
      .setLock('pessimistic_write')
      .getOne();
  }

  /** The acting membership, if it administers this institution. Also takes the institution's lock. */
  private async administrator(
    manager: EntityManager,
    principal: UserPrincipal,
    institutionId: string,
    field: string[],
  ): Promise<MembershipFacts> {
    const chosen = actingMembership(principal);
    const exists =
      isId(institutionId) && (await manager.existsBy(Institution, { id: institutionId, status: 'ACTIVE' }));
    if (!exists) throw Refusal.notFound(field);
    const acting = await this.holdForAdministering(manager, chosen, institutionId);
    if (!acting)
      throw Refusal.of('FORBIDDEN', 'Only an administrator of the institution may do this.', field);
    return acting;
  }

  /** The membership to change, once the caller has shown to be allowed to. */
  private async target(
    manager: EntityManager,
    principal: UserPrincipal,
    id: string,
    ownAllowed: boolean,
  ): Promise<Membership> {
    const chosen = actingMembership(principal);
    const found = isId(id) ? await manager.findOneBy(Membership, { id }) : null;
    const active =
      found && (await manager.existsBy(Institution, { id: found.institutionId, status: 'ACTIVE' }));
    if (!found || !active || !isVisible(principal, found, this.clock.now())) throw Refusal.notFound();
    const own = found.userId === principal.userId;
    const allowed = own ? ownAllowed : await this.holdForAdministering(manager, chosen, found.institutionId);
    if (!allowed) {
      throw Refusal.of('FORBIDDEN', own ? 'Not your own membership.' : 'Only an administrator may do this.', [
        'id',
      ]);
    }
    return manager.findOneByOrFail(Membership, { id });
  }

  /**
   * The acting membership if it administers the institution, else null. It locks the institution, so that
   * changes of its members happen one after the other and one administrator is sure to stay.
   */
  private async holdForAdministering(
    manager: EntityManager,
    chosen: MembershipFacts,
    institutionId: string,
  ): Promise<MembershipFacts | null> {
    if (chosen.institutionId !== institutionId) return null;
    await manager.findOne(Institution, { where: { id: institutionId }, lock: { mode: 'pessimistic_write' } });
    const acting = await holdMembership(manager, chosen, this.clock.now());
    return acting.administrator ? acting : null;
  }

  private async note(
    manager: EntityManager,
    userId: string | null,
    membership: { id: string; institutionId: string },
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.trail.record(manager, {
      userId,
      institutionId: membership.institutionId,
      event,
      subjectType: 'membership',
      subjectId: membership.id,
      details,
    });
  }
}

/**
 * Members see the living members of their institutions, administrators all of them, and everyone the
 * contact points of others that count. A token that is bound to an institution sees no other of its own.
 */
function isVisible(principal: UserPrincipal, membership: Membership, now: Date): boolean {
  const { institutionId, userId, status, validUntil, findable } = membership;
  const colleague = principal.memberships.find((own) => own.institutionId === institutionId);
  if (colleague && (colleague.administrator || status !== 'REVOKED')) return true;
  const unbound = principal.boundTo === null || principal.boundTo === institutionId;
  if (userId === principal.userId && unbound) return true;
  return (
    findable &&
    status === 'ACTIVE' &&
    (validUntil === null || validUntil > now) &&
    userId !== principal.userId
  );
}

function definedFlags(
  change: MembershipChange,
): Partial<Pick<Membership, 'administrator' | 'auditor' | 'findable'>> {
  const { administrator, auditor, findable } = change;
  return {
    ...(typeof administrator === 'boolean' ? { administrator } : {}),
    ...(typeof auditor === 'boolean' ? { auditor } : {}),
    ...(typeof findable === 'boolean' ? { findable } : {}),
  };
}
