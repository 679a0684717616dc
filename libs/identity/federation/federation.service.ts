import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '#audit';
import { Settings } from '#config';
import { parseInput } from '#input';
import { Clock, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { IssuerClaims } from '../oidc/issuer-claims.ts';
import { FederationScope } from './federation-scope.entity.ts';

const HOUR = 3_600_000;
/** eduPersonAffiliation of people who work there; `member` would take in students. */
const WORKING_THERE = ['staff', 'faculty', 'employee'];
/** eduPerson 202208, 2.2.1. */
const AFFILIATIONS = [
  ...['faculty', 'student', 'staff', 'alum', 'member', 'affiliate', 'employee', 'library-walk-in'],
] as const;

const newScope = z.object({
  issuer: z.url({ protocol: /^https?$/ }),
  scope: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i, 'must be a domain')
    .max(253)
    .transform((text) => text.toLowerCase()),
  affiliations: z
    .array(z.enum(AFFILIATIONS))
    .min(1)
    .default([...WORKING_THERE] as 'staff'[]),
});

/** A scope that is registered for an institution. */
export interface RegisteredScope {
  issuer: string;
  scope: string;
  affiliations: string[];
}

interface Held {
  id: string;
  institutionId: string;
}

/**
 * Reading on the word of an academic federation: an issuer says that somebody is staff of a scope that is
 * registered for an institution which wants this. It makes a READER, for as long as it is said.
 */
@Injectable()
export class FederationService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly lifetime: number;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail, { signIn }: Settings) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.lifetime = signIn.federatedMembershipHours * HOUR;
  }

  /**
   * Registers a scope for an institution that wants it, on the operator's word; again, it changes which
   * affiliations count. Throws INVALID, or CONFLICT when it is another institution's.
   */
  async register(institutionId: string, given: z.input<typeof newScope>): Promise<void> {
    const { issuer, scope, affiliations } = parseInput<z.output<typeof newScope>>(newScope, given);
    await this.source.transaction(async (manager) => {
      const known = await manager.findOneBy(FederationScope, { issuer, scope });
      if (known && known.institutionId !== institutionId) {
        throw Refusal.of('CONFLICT', `${scope} is registered for another institution.`, ['scope']);
      }
      const createdAt = known?.createdAt ?? this.clock.now();
      await manager.save(FederationScope, { issuer, scope, institutionId, affiliations, createdAt });
      await this.note(manager, institutionId, 'federation_scope.registered', { issuer, scope, affiliations });
    });
  }

  /** Takes a scope back; memberships that came by federation end at once. Throws NOT_FOUND. */
  async remove(institutionId: string, issuer: string, scope: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const { affected } = await manager.delete(FederationScope, {
        ...{ institutionId, issuer, scope: scope.toLowerCase() },
      });
      if (!affected) throw Refusal.of('NOT_FOUND', `${scope} is not registered for it.`, ['scope']);
      await manager.query(
        `UPDATE memberships SET valid_until = $2, federated_until = $2
         WHERE institution_id = $1 AND status = 'ACTIVE' AND valid_until = federated_until AND valid_until > $2`,
        [institutionId, this.clock.now()],
      );
      await this.note(manager, institutionId, 'federation_scope.removed', { issuer, scope });
    });
  }

  /** What is registered for an institution, by scope. */
  async list(institutionId: string): Promise<RegisteredScope[]> {
    return this.source.manager.find(FederationScope, {
      select: { issuer: true, scope: true, affiliations: true },
      where: { institutionId },
      order: { scope: 'ASC', issuer: 'ASC' },
    });
  }

  /** Ids of the ACTIVE institutions of which the claims make somebody a READER. */
  async institutionsFor(manager: EntityManager, claims: IssuerClaims): Promise<string[]> {
    const said = (claims.affiliations ?? [])
      .map((one) => one.split('@'))
      .filter((parts) => parts.length === 2);
    const scopes = [...new Set(said.flatMap(([, scope]) => scope ?? []))];
    const rows: FederationScope[] = await manager
      .createQueryBuilder(FederationScope, 'f')
      .innerJoin('institutions', 'i', `i.id = f.institution_id AND i.status = 'ACTIVE'`)
      .where('f.issuer = :issuer AND f.scope = ANY(:scopes)', { issuer: claims.issuer, scopes })
      .getMany();
    const admitted = rows.filter(({ scope, affiliations }) => {
      // A home organisation that is another one contradicts the affiliation.
      const atHome = claims.homeOrganisations.length === 0 || claims.homeOrganisations.includes(scope);
      return atHome && said.some(([kind, of]) => of === scope && affiliations.includes(kind ?? ''));
    });
    return [...new Set(admitted.map(({ institutionId }) => institutionId))];
  }

  /**
   * Makes what the claims say so: READER where somebody has not been a member yet, longer where such a
   * membership runs out, ended where it is no longer said. What an administrator has decided stays: a
   * revoked membership is not made again, and an expiry that was set by hand is not moved.
   */
  async apply(manager: EntityManager, userId: string, claims: IssuerClaims): Promise<void> {
    if (claims.affiliations === null) return;
    const institutionIds = await this.institutionsFor(manager, claims);
    const until = new Date(this.clock.now().getTime() + this.lifetime);
    await this.end(manager, userId, institutionIds, claims.issuer);
    await manager.query(
      `UPDATE memberships SET valid_until = $3, federated_until = $3
       WHERE user_id = $1 AND institution_id = ANY($2) AND status = 'ACTIVE' AND valid_until = federated_until`,
      [userId, institutionIds, until],
    );
    for (const institutionId of institutionIds) await this.begin(manager, userId, institutionId, until);
  }

  private async begin(
    manager: EntityManager,
    userId: string,
    institutionId: string,
    until: Date,
  ): Promise<void> {
    const rows: Held[] = await manager.query(
      `INSERT INTO memberships (id, user_id, institution_id, role, status, valid_until, federated_until, created_at)
       SELECT $1, $2, $3, 'READER', 'ACTIVE', $4, $4, $5
       WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE user_id = $2 AND institution_id = $3)
       ON CONFLICT DO NOTHING RETURNING id, institution_id AS "institutionId"`,
      [newId(), userId, institutionId, until, this.clock.now()],
    );
    for (const membership of rows) {
      await this.noteMembership(manager, membership, 'membership.granted', {
        role: 'READER',
        federated: true,
      });
    }
  }

  /** Ends memberships by this issuer's word of institutions that it no longer names. */
  private async end(
    manager: EntityManager,
    userId: string,
    except: readonly string[],
    issuer: string,
  ): Promise<void> {
    const [rows]: [Held[], number] = await manager.query(
      `UPDATE memberships SET valid_until = $3, federated_until = $3
       WHERE user_id = $1 AND status = 'ACTIVE' AND valid_until = federated_until AND valid_until > $3
         AND NOT institution_id = ANY($2)
         AND institution_id IN (SELECT institution_id FROM federation_scopes WHERE issuer = $4)
       RETURNING id, institution_id AS "institutionId"`,
      [userId, except, this.clock.now(), issuer],
    );
    for (const membership of rows) await this.noteMembership(manager, membership, 'membership.ended', {});
  }

  private async noteMembership(
    manager: EntityManager,
    { id, institutionId }: Held,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId: null, institutionId, event, subjectType: 'membership', subjectId: id, details },
    });
  }

  private async note(
    manager: EntityManager,
    institutionId: string,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId: null, institutionId, event, details },
      ...{ subjectType: 'institution', subjectId: institutionId },
    });
  }
}
