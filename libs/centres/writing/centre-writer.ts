import { actingMembership, holdMembership, type MembershipFacts, type UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Bindings } from '#database';
import { Clock, isId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { CentreContent, CentreOrganisation } from '../content/centre-content.ts';
import { readableCentre } from '../centre-facts.ts';
import { JointCentre, JointCentreOrganisation, type CentreSide } from '../joint-centre.entity.ts';
import { mayWrite } from '../joint-centre.policy.ts';

/** Who writes, in which transaction, and when. */
export interface Acting {
  manager: EntityManager;
  /** As it is now that the acting membership is held. */
  principal: UserPrincipal;
  membership: MembershipFacts;
  now: Date;
}

/** A centre being written on: its row, held. */
export interface CentreWriting extends Acting {
  centre: JointCentre;
}

/**
 * The one way to write a centre: the caller's membership is held; a centre that is there already is visible
 * to the caller, and held; role and expected version are checked; what becomes of it is checked; the trail
 * is written; all in one transaction.
 */
@Injectable()
export class CentreWriter {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /** Runs `work` for a member who may record centres. Throws FORBIDDEN, and whatever `work` throws. */
  async acting<T>(principal: UserPrincipal, work: (acting: Acting) => Promise<T>): Promise<T> {
    const chosen = actingMembership(principal);
    return this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const membership = await holdMembership(manager, chosen, now);
      const memberships = principal.memberships.map((own) => (own.id === membership.id ? membership : own));
      return work({ manager, principal: { ...principal, memberships }, membership, now });
    });
  }

  /**
   * Runs `work` on a centre that the principal may read and write on. Throws NOT_FOUND, FORBIDDEN, or
   * CONFLICT when its version is not the expected one, in this order; and whatever `work` throws.
   */
  async write(
    principal: UserPrincipal,
    id: string,
    expectedVersion: number | null,
    work: (writing: CentreWriting) => Promise<void>,
  ): Promise<void> {
    await this.acting(principal, async (acting) => {
      const centre = await holdVisible(acting, id);
      if (!mayWrite(acting.membership, centre.institutionId)) {
        throw Refusal.of('FORBIDDEN', 'Only reviewers and publishers of its owner may change this.', ['id']);
      }
      if (expectedVersion !== null && expectedVersion !== centre.version) {
        throw Refusal.of(
          'CONFLICT',
          `The version is ${centre.version}, not ${expectedVersion}: someone has changed it meanwhile.`,
          ['expectedVersion'],
        );
      }
      await work({ ...acting, centre });
    });
  }

  /** Stores a new centre, and notes it. Throws INVALID when its writer could not read it. */
  async insert(
    writing: CentreWriting,
    content: CentreContent,
    details: Record<string, unknown>,
  ): Promise<void> {
    const { manager, centre } = writing;
    await manager.insert(JointCentre, centre);
    await storeOrganisations(manager, centre.id, content);
    await this.finish(writing, 'joint_centre.created', details);
  }

  /** Stores what `work` has left of the centre, and notes the event. Throws as `insert` does. */
  async update(
    writing: CentreWriting,
    event: string,
    details: Record<string, unknown>,
    content: CentreContent | null = null,
  ): Promise<void> {
    const { manager, centre, now } = writing;
    centre.version += 1;
    centre.updatedAt = now;
    await manager.update(JointCentre, { id: centre.id }, centre);
    if (content) await storeOrganisations(manager, centre.id, content);
    await this.finish(writing, event, details);
  }

  private async finish(
    writing: CentreWriting,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const { manager, principal, centre } = writing;
    if (centre.deletedAt === null && !(await isVisible(writing, centre.id))) {
      throw Refusal.of('INVALID', 'You would not be able to read this yourself.', ['sharing']);
    }
    await this.trail.record(manager, {
      userId: principal.userId,
      institutionId: centre.institutionId,
      event,
      subjectType: 'joint_centre',
      subjectId: centre.id,
      details: { version: centre.version, ...details },
    });
  }
}

async function holdVisible(acting: Acting, id: string): Promise<JointCentre> {
  // A look before the lock, so that whoever may not read it never learns by waiting that somebody writes on
  // it; and one behind the lock, at what it has become meanwhile.
  if (!(await isVisible(acting, id))) throw Refusal.notFound();
  await acting.manager.query('SELECT 1 FROM joint_centres WHERE id = $1 FOR UPDATE', [id]);
  if (!(await isVisible(acting, id))) throw Refusal.notFound();
  return acting.manager.findOneByOrFail(JointCentre, { id });
}

async function isVisible({ manager, principal, now }: Acting, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const { bind, values } = new Bindings();
  const rows: unknown[] = await manager.query(
    `SELECT 1 FROM joint_centres c WHERE c.id = ${bind(id)} AND ${readableCentre({ principal, now, bind })}`,
    values,
  );
  return rows.length > 0;
}

async function storeOrganisations(
  manager: EntityManager,
  centreId: string,
  { organisations, partners }: CentreContent,
): Promise<void> {
  const rows = (side: CentreSide, list: readonly CentreOrganisation[]): JointCentreOrganisation[] =>
    list.map((one, index) => ({ ...one, centreId, side, number: index + 1 }));
  await manager.delete(JointCentreOrganisation, { centreId });
  await manager.insert(JointCentreOrganisation, [
    ...rows('DOMESTIC', organisations),
    ...rows('PARTNER', partners),
  ]);
}
