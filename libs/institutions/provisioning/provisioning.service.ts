import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '#audit';
import { Bindings } from '#database';
import { AccountChanges, Accounts } from '#identity';
import { Clock, isId, newId, Refusal, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { keepAnAdministrator } from '../last-administrator.ts';
import { Membership } from '../membership.entity.ts';
import {
  criterionSql,
  peopleOf,
  PERSON_COLUMNS,
  type ScimChange,
  type ScimCriterion,
  type ScimPerson,
} from './scim-person.ts';
import type { ScimPrincipal } from './scim-tokens.service.ts';
import { ScimUser } from './scim-user.entity.ts';

/** Whom a directory provisions. */
interface NewPerson {
  email: string;
  userName: string;
  externalId: string | null;
  displayName: string | null;
  active: boolean;
}

/**
 * The people of one institution, as its directory keeps them up to date. Nothing here reaches beyond the
 * institution of the token: not the account, not its other memberships.
 */
@Injectable()
export class ProvisioningService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly accounts: Accounts;
  private readonly changes: AccountChanges;

  constructor(
    source: DataSource,
    clock: Clock,
    trail: AuditTrail,
    accounts: Accounts,
    changes: AccountChanges,
  ) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.accounts = accounts;
    this.changes = changes;
  }

  /** How many fit, and those from place `skip` on. */
  async list(
    { institutionId }: ScimPrincipal,
    criterion: ScimCriterion | null,
    { skip, most }: { skip: number; most: number },
  ): Promise<{ total: number; people: ScimPerson[] }> {
    const { bind, values } = new Bindings();
    const people = peopleOf(bind(institutionId));
    const where = criterion ? criterionSql(criterion, bind) : 'true';
    const from = `FROM (${people}) p WHERE ${where}`;
    const [counted] = await this.source.query<{ total: number }[]>(
      `SELECT count(*)::int AS total ${from}`,
      values,
    );
    const page = `ORDER BY p.created_at, p.id LIMIT ${most} OFFSET ${skip}`;
    const rows = await this.source.query<ScimPerson[]>(`SELECT ${PERSON_COLUMNS} ${from} ${page}`, values);
    return { total: counted!.total, people: rows };
  }

  /** One of the institution's people. Throws NOT_FOUND. */
  async get(by: ScimPrincipal, id: string): Promise<ScimPerson> {
    return this.find(this.source.manager, by, id);
  }

  /**
   * Provisions somebody: a membership with the token's role, which counts as one by invitation does. Throws
   * CONFLICT for someone who is known here already.
   */
  async create(by: ScimPrincipal, person: NewPerson): Promise<ScimPerson> {
    return this.write(by, async (manager) => {
      await this.requireFree(manager, by, person.userName, null);
      const userId = await this.accounts.findOrInvite(manager, person.email, person.displayName);
      const known = await this.find(manager, by, userId).catch(() => null);
      if (known) throw Refusal.of('CONFLICT', 'This person is known here already.', ['userName']);
      const now = this.clock.now();
      const { active, ...said } = person;
      await manager.insert(ScimUser, {
        ...{ ...said, userId, institutionId: by.institutionId, createdAt: now, updatedAt: now },
      });
      // Somebody who is not active gets a membership that has ended, so that there is something to show.
      const id = await this.begin(manager, by, userId);
      if (!active) await manager.update(Membership, { id }, { status: 'REVOKED' });
      return this.find(manager, by, userId);
    });
  }

  /**
   * Changes what the directory says of somebody. `active: false` revokes the membership, with effect on the
   * next request; `true` makes a new one, with the token's role. Throws NOT_FOUND, CONFLICT for a user name
   * that is taken, STATE for the last administrator.
   */
  async change(by: ScimPrincipal, id: string, change: ScimChange): Promise<ScimPerson> {
    return this.write(by, async (manager) => {
      const person = await this.find(manager, by, id);
      if (change.userName !== undefined) await this.requireFree(manager, by, change.userName, id);
      const { active, ...said } = change;
      await this.keep(manager, by, person, said);
      if (active === false && person.active) await this.end(manager, by, id);
      if (active === true && !person.active) await this.begin(manager, by, id);
      return this.find(manager, by, id);
    });
  }

  /** Revokes the membership and forgets what the directory said. Throws NOT_FOUND, STATE. */
  async remove(by: ScimPrincipal, id: string): Promise<void> {
    await this.write(by, async (manager) => {
      const person = await this.find(manager, by, id);
      if (person.active) await this.end(manager, by, id);
      await manager.delete(ScimUser, { institutionId: by.institutionId, userId: id });
    });
  }

  /** One change after the other, as when administrators change members; and the token must still be good. */
  private async write<T>(by: ScimPrincipal, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.source.transaction(async (manager) => {
      const rows: unknown[] = await manager.query(
        `SELECT 1 FROM institutions WHERE id = $1 AND status = 'ACTIVE' FOR UPDATE`,
        [by.institutionId],
      );
      const tokens: unknown[] = await manager.query(
        'SELECT 1 FROM scim_tokens WHERE id = $1 AND revoked_at IS NULL FOR SHARE',
        [by.tokenId],
      );
      if (rows.length === 0 || tokens.length === 0) throw new Unauthenticated('The token is not valid.');
      return work(manager);
    });
  }

  private async find(manager: EntityManager, by: ScimPrincipal, id: string): Promise<ScimPerson> {
    const rows: ScimPerson[] = isId(id)
      ? await manager.query(`SELECT ${PERSON_COLUMNS} FROM (${peopleOf('$1')}) p WHERE p.id = $2`, [
          by.institutionId,
          id,
        ])
      : [];
    if (!rows[0]) throw Refusal.notFound();
    return rows[0];
  }

  private async requireFree(
    manager: EntityManager,
    by: ScimPrincipal,
    userName: string,
    except: string | null,
  ): Promise<void> {
    const rows: unknown[] = await manager.query(
      `SELECT 1 FROM (${peopleOf('$1')}) p WHERE lower(p.user_name) = lower($2) AND p.id IS DISTINCT FROM $3::uuid`,
      [by.institutionId, userName, except],
    );
    if (rows.length > 0) throw Refusal.of('CONFLICT', 'The user name is taken.', ['userName']);
  }

  private async keep(
    manager: EntityManager,
    { institutionId, tokenId }: ScimPrincipal,
    person: ScimPerson,
    said: Omit<ScimChange, 'active'>,
  ): Promise<void> {
    const { id: userId, userName, externalId, displayName, email, createdAt } = person;
    await manager.upsert(
      ScimUser,
      {
        ...{ institutionId, userId, userName, externalId, displayName, email: email ?? userName, createdAt },
        ...said,
        updatedAt: this.clock.now(),
      },
      ['institutionId', 'userId'],
    );
    if (Object.keys(said).length === 0) return;
    await this.trail.record(manager, {
      ...{ userId: null, institutionId, event: 'scim.user_changed', subjectType: 'user', subjectId: userId },
      details: { scimToken: tokenId, fields: Object.keys(said) },
    });
  }

  private async begin(manager: EntityManager, by: ScimPrincipal, userId: string): Promise<string> {
    const { institutionId, role } = by;
    const verified = await this.accounts.isVerified(manager, userId);
    const [id, status] = [newId(), verified ? ('ACTIVE' as const) : ('INVITED' as const)];
    await manager.insert(Membership, {
      id,
      userId,
      institutionId,
      role,
      status,
      createdAt: this.clock.now(),
    });
    await this.note(manager, by, id, 'membership.granted', { role, status });
    return id;
  }

  private async end(manager: EntityManager, by: ScimPrincipal, userId: string): Promise<void> {
    const { institutionId } = by;
    const living = await manager
      .createQueryBuilder(Membership, 'm')
      .where(`m.user_id = :userId AND m.institution_id = :institutionId AND m.status <> 'REVOKED'`, {
        userId,
        institutionId,
      })
      .setLock('pessimistic_write')
      .getOneOrFail();
    await manager.update(Membership, { id: living.id }, { status: 'REVOKED' });
    await keepAnAdministrator(manager, living);
    await this.changes.leave(manager, userId, institutionId);
    await this.note(manager, by, living.id, 'membership.revoked', {});
  }

  private async note(
    manager: EntityManager,
    { tokenId, institutionId }: ScimPrincipal,
    membershipId: string,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId: null, institutionId, event, subjectType: 'membership', subjectId: membershipId },
      details: { ...details, scimToken: tokenId },
    });
  }
}
