import { DataSource } from 'typeorm';
import { z } from 'zod';
import { AuditTrail } from '#audit';
import { parseInput, SHORT_TEXT, text } from '#input';
import {
  Clock,
  INSTITUTION_KINDS,
  newId,
  Refusal,
  type InstitutionKind,
  type InstitutionStatus,
} from '#kernel';
import { Injectable } from '@nestjs/common';
import { isCountry } from './country.ts';
import { Institution } from './institution.entity.ts';

const newInstitution = z.object({
  id: z.uuid().optional(),
  slug: z
    .string()
    .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'must be lower-case letters, digits and hyphens')
    .max(63),
  name: text(SHORT_TEXT, 1),
  kind: z.enum(INSTITUTION_KINDS),
  country: z.string().refine(isCountry, 'must be an ISO 3166-1 alpha-2 code such as GB'),
  rorId: z
    .string()
    .regex(/^https:\/\/ror\.org\/0[a-z0-9]{6}\d{2}$/, 'must be a ROR id such as https://ror.org/052gg0110')
    .nullish(),
  mayIssueAdvisories: z.boolean().default(false),
});

export interface NewInstitution {
  /** Given only where the same id is wanted every time, as for demonstration data. */
  id?: string;
  slug: string;
  name: string;
  kind: InstitutionKind;
  country: string;
  rorId?: string | null;
  mayIssueAdvisories?: boolean;
}

/** What the operator does with institutions. There is no door to this from the network. */
@Injectable()
export class InstitutionsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /** Creates an ACTIVE institution. Throws a Refusal when the input is wrong or the slug is taken. */
  async create(input: NewInstitution): Promise<Institution> {
    const values = parseInput(newInstitution, input);
    return this.source.transaction(async (manager) => {
      const taken = await manager.findOneBy(Institution, { slug: values.slug });
      if (taken) throw Refusal.of('CONFLICT', `There is an institution ${values.slug} already.`, ['slug']);
      const institution = manager.create(Institution, {
        ...values,
        id: values.id ?? newId(),
        rorId: values.rorId ?? null,
        status: 'ACTIVE',
        createdAt: this.clock.now(),
      });
      await manager.insert(Institution, institution);
      await this.trail.record(manager, {
        userId: null,
        institutionId: institution.id,
        event: 'institution.created',
        subjectType: 'institution',
        subjectId: institution.id,
        details: { kind: institution.kind },
      });
      return institution;
    });
  }

  /**
   * Suspends or reactivates. The members of a suspended institution lose everything at once; what it has
   * published stays. Throws NOT_FOUND.
   */
  async setStatus(slug: string, status: InstitutionStatus): Promise<Institution> {
    return this.source.transaction(async (manager) => {
      const institution = await manager.findOne(Institution, {
        where: { slug },
        lock: { mode: 'pessimistic_write' },
      });
      if (!institution) throw Refusal.of('NOT_FOUND', `There is no institution ${slug}.`, ['slug']);
      institution.status = status;
      await manager.update(Institution, { id: institution.id }, { status });
      await this.trail.record(manager, {
        userId: null,
        institutionId: institution.id,
        event: status === 'ACTIVE' ? 'institution.activated' : 'institution.suspended',
        subjectType: 'institution',
        subjectId: institution.id,
      });
      return institution;
    });
  }

  /** The institution with this slug. Throws NOT_FOUND. For the command line, whose user names it. */
  async getBySlug(slug: string): Promise<Institution> {
    const institution = await this.source.manager.findOneBy(Institution, { slug });
    if (!institution) throw Refusal.of('NOT_FOUND', `There is no institution ${slug}.`, ['institution']);
    return institution;
  }
}
