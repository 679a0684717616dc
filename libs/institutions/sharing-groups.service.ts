import { DataSource, type EntityManager } from 'typeorm';
import { actingMembership, holdMembership, type MembershipFacts, type UserPrincipal } from '#access';
import { AuditTrail, UNTOLD } from '#audit';
import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { Institution } from './institution.entity.ts';
import { SharingGroup, SharingGroupMember } from './sharing-group.entity.ts';

/** Sharing groups: owned by one institution, joined by others once their ADMINISTRATOR accepts. */
@Injectable()
export class SharingGroupsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /** Creates a group of the acting institution; returns its id. Throws FORBIDDEN or INVALID. */
  async create(principal: UserPrincipal, name: string): Promise<string> {
    const title = parseInput(text(SHORT_TEXT, 1), name, ['name']);
    return this.source.transaction(async (manager) => {
      const acting = await this.actingAdministrator(manager, principal);
      return this.insert(manager, title, acting.institutionId, principal.userId);
    });
  }

  /** Creates a group on the operator's word; returns its id. */
  async createByOperator(name: string, ownerId: string, id: string = newId()): Promise<string> {
    const title = parseInput(text(SHORT_TEXT, 1), name, ['name']);
    return this.source.transaction((manager) => this.insert(manager, title, ownerId, null, id));
  }

  /** Invites an institution; it counts once it accepts. Throws NOT_FOUND or FORBIDDEN. */
  async add(principal: UserPrincipal, id: string, institutionId: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const group = await this.visibleGroup(manager, principal, id);
      await this.requireOwner(manager, principal, group);
      const found =
        isId(institutionId) && (await manager.existsBy(Institution, { id: institutionId, status: 'ACTIVE' }));
      if (!found) throw Refusal.notFound(['institutionId']);
      if (institutionId === group.ownerId) {
        throw Refusal.of('INVALID', 'The owner is in its group already.', ['institutionId']);
      }
      const inserted = await manager
        .createQueryBuilder()
        .insert()
        .into(SharingGroupMember)
        .values({ groupId: group.id, institutionId, status: 'INVITED' })
        .orIgnore()
        .returning('group_id')
        .execute();
      if ((inserted.raw as unknown[]).length === 0) return;
      await this.note(manager, principal.userId, group, 'sharing_group.invited', { institutionId });
    });
  }

  /** Puts an institution into the group on the operator's word, invited or accepted. */
  async addByOperator(groupId: string, institutionId: string, accepted: boolean): Promise<void> {
    await this.source.transaction(async (manager) => {
      const group = await manager.findOneByOrFail(SharingGroup, { id: groupId });
      if (institutionId === group.ownerId) return;
      await manager.upsert(
        SharingGroupMember,
        { groupId, institutionId, status: accepted ? 'ACCEPTED' : 'INVITED' },
        ['groupId', 'institutionId'],
      );
      const event = accepted ? 'sharing_group.accepted' : 'sharing_group.invited';
      await this.note(manager, null, group, event, { institutionId });
    });
  }

  /** The group of this name and owner. Throws NOT_FOUND. For the command line, whose user names it. */
  async getByName(name: string): Promise<SharingGroup> {
    const groups = await this.source.manager
      .createQueryBuilder(SharingGroup, 'g')
      .where('g.name = :name AND g.deleted_at IS NULL', { name })
      .getMany();
    const [group] = groups;
    if (!group) throw Refusal.of('NOT_FOUND', `There is no sharing group "${name}".`, ['group']);
    if (groups.length > 1)
      throw Refusal.of('INVALID', `Several sharing groups are named "${name}".`, ['group']);
    return group;
  }

  /** Accepts the invitation for the acting institution. Throws NOT_FOUND, FORBIDDEN, or STATE uninvited. */
  async accept(principal: UserPrincipal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const group = await this.visibleGroup(manager, principal, id);
      const acting = await this.actingAdministrator(manager, principal);
      const { institutionId } = acting;
      const member = await manager.findOneBy(SharingGroupMember, { groupId: group.id, institutionId });
      if (!member) throw Refusal.of('STATE', 'Your institution is not invited to this group.', ['id']);
      if (member.status === 'ACCEPTED') return;
      await manager.update(SharingGroupMember, { groupId: group.id, institutionId }, { status: 'ACCEPTED' });
      await this.noteOfMember(manager, principal.userId, acting, group, 'sharing_group.accepted', {
        institutionId,
      });
    });
  }

  /**
   * Takes an institution out, with effect on the next request; by the owner, or by the institution
   * itself. Throws NOT_FOUND, FORBIDDEN, or INVALID for the owner.
   */
  async remove(principal: UserPrincipal, id: string, institutionId: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const group = await this.visibleGroup(manager, principal, id);
      const acting = await this.actingAdministrator(manager, principal);
      if (acting.institutionId !== group.ownerId && acting.institutionId !== institutionId) {
        throw Refusal.of(
          'FORBIDDEN',
          'Only the owner of the group, or the institution itself, may do this.',
          ['id'],
        );
      }
      if (institutionId === group.ownerId) {
        throw Refusal.of('INVALID', 'The owner stays in its group; delete the group instead.', [
          'institutionId',
        ]);
      }
      const gone = isId(institutionId)
        ? await manager.delete(SharingGroupMember, { groupId: group.id, institutionId })
        : { affected: 0 };
      if (!gone.affected) throw Refusal.notFound(['institutionId']);
      await this.noteOfMember(manager, principal.userId, acting, group, 'sharing_group.removed', {
        institutionId,
      });
    });
  }

  /** Deletes the group: from the next request on it adds nobody to any audience. Throws NOT_FOUND or FORBIDDEN. */
  async delete(principal: UserPrincipal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const group = await this.visibleGroup(manager, principal, id);
      await this.requireOwner(manager, principal, group);
      await manager.update(SharingGroup, { id: group.id }, { deletedAt: this.clock.now() });
      await this.note(manager, principal.userId, group, 'sharing_group.deleted', {});
    });
  }

  private async insert(
    manager: EntityManager,
    name: string,
    ownerId: string,
    userId: string | null,
    id: string = newId(),
  ): Promise<string> {
    const group = manager.create(SharingGroup, {
      id,
      name,
      ownerId,
      createdAt: this.clock.now(),
      deletedAt: null,
    });
    await manager.insert(SharingGroup, group);
    await this.note(manager, userId, group, 'sharing_group.created', {});
    return id;
  }

  /** A living group that one of the caller's institutions owns, belongs to or is invited to; locked. */
  private async visibleGroup(
    manager: EntityManager,
    principal: UserPrincipal,
    id: string,
  ): Promise<SharingGroup> {
    const mine = principal.memberships.map((membership) => membership.institutionId);
    const group = isId(id)
      ? await manager
          .createQueryBuilder(SharingGroup, 'g')
          .where('g.id = :id AND g.deleted_at IS NULL', { id })
          .andWhere(
            `(g.owner_id = ANY(:mine) OR EXISTS (SELECT 1 FROM sharing_group_members gm
              WHERE gm.group_id = g.id AND gm.institution_id = ANY(:mine)))`,
            { mine },
          )
          .setLock('pessimistic_write')
          .getOne()
      : null;
    if (!group) throw Refusal.notFound();
    return group;
  }

  private async requireOwner(
    manager: EntityManager,
    principal: UserPrincipal,
    group: SharingGroup,
  ): Promise<void> {
    const acting = await this.actingAdministrator(manager, principal);
    if (acting.institutionId !== group.ownerId) {
      throw Refusal.of('FORBIDDEN', 'Only an administrator of the owner of the group may do this.', ['id']);
    }
  }

  private async actingAdministrator(
    manager: EntityManager,
    principal: UserPrincipal,
  ): Promise<MembershipFacts> {
    const acting = await holdMembership(manager, actingMembership(principal), this.clock.now());
    if (!acting.administrator) throw Refusal.of('FORBIDDEN', 'Only an administrator may do this.');
    return acting;
  }

  private async note(
    manager: EntityManager,
    userId: string | null,
    group: SharingGroup,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const what = { event, subjectType: 'sharing_group', subjectId: group.id, details } as const;
    await this.trail.record(manager, { ...what, userId, institutionId: group.ownerId });
  }

  /**
   * What an institution does with its own place in a group: with the person in its own trail, and without in
   * that of the group's owner.
   */
  private async noteOfMember(
    manager: EntityManager,
    userId: string,
    acting: { institutionId: string },
    group: SharingGroup,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const what = { event, subjectType: 'sharing_group', subjectId: group.id, details } as const;
    const { institutionId } = acting;
    await this.trail.record(manager, { ...what, userId, institutionId });
    if (institutionId === group.ownerId) return;
    const unsaid = { userId: null, place: UNTOLD };
    await this.trail.record(manager, { ...what, ...unsaid, institutionId: group.ownerId });
  }
}
