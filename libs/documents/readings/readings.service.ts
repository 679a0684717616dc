import { evaluate, mayRead, type DocumentFacts, type Principal, type UserPrincipal } from '#access';
import { AuditTrail, DeferredTrail, origin } from '#audit';
import { Clock, isId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource, type EntityManager } from 'typeorm';
import { FACTS_JSON, factsFromJson } from '../document-facts.ts';
import type { ReadingManner } from './document-reading.entity.ts';

/** Stands for the institution of somebody who is a member of none. */
const NO_INSTITUTION = '00000000-0000-0000-0000-000000000000';
/** Openings that are known to be recorded; what is forgotten is found recorded by the database. */
const REMEMBERED = 20_000;

/** A version of a document that somebody has read. */
export interface ReadVersion {
  id: string;
  versionNumber: number;
}

/**
 * Records who has read which document, and who was denied one. All of it happens behind the answer, so that
 * neither a reader waits for it nor anybody learns from it what exists.
 */
@Injectable()
export class ReadingsService {
  private readonly source: DataSource;
  private readonly deferred: DeferredTrail;
  private readonly trail: AuditTrail;
  private readonly clock: Clock;
  private readonly known = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(source: DataSource, deferred: DeferredTrail, trail: AuditTrail, clock: Clock) {
    this.source = source;
    this.deferred = deferred;
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * Records that the principal has opened a document: once for each person, institution, version and day.
   * Returns at once. Nobody is recorded who is not signed in.
   */
  opened(principal: Principal, version: ReadVersion): void {
    if (principal.type !== 'user') return;
    const now = this.clock.now();
    const whose = [principal.userId, principal.actingSlug, principal.boundTo, ...institutionsOf(principal)];
    const key = [version.id, version.versionNumber, dayOf(now), ...whose].join(' ');
    if (this.known.has(key)) return;
    this.known.set(key, true);
    this.deferred.later(async (manager) => {
      const [institutionId] = await this.keep(manager, principal, [version], 'OPENED', now);
      if (institutionId === undefined) return;
      await this.trail.record(manager, {
        ...{ userId: principal.userId, institutionId, event: 'document.opened' },
        ...{ subjectType: 'document', subjectId: version.id, details: { version: version.versionNumber } },
      });
    });
  }

  /**
   * Keeps that the principal takes these documents out, before they leave. The trail gets one row for the
   * whole export, from whoever exports.
   */
  async exported(principal: UserPrincipal, versions: readonly ReadVersion[]): Promise<void> {
    await this.keep(this.source.manager, principal, versions, 'EXPORTED', this.clock.now());
  }

  /**
   * Records that the principal was denied something of a document; `what` is the field or route. Returns at
   * once. In the trail of the one who asked it stands whether the document exists or not, so that this trail
   * does not tell; the owner's trail names the person only where it is a member of the owner.
   */
  denied(principal: Principal, documentId: string, what: string): void {
    if (!isId(documentId)) return;
    this.deferred.later(async (manager) => {
      const [row]: { ownerId: string }[] = await manager.query(
        'SELECT institution_id AS "ownerId" FROM documents WHERE id = $1',
        [documentId],
      );
      const acting = actingInstitution(principal);
      const note = (institutionId: string | null, userId: string | null, more: object, place = origin()) =>
        this.trail.record(
          manager,
          {
            ...{ userId, institutionId, event: 'document.denied', outcome: 'DENIED' },
            ...{ subjectType: 'document', subjectId: documentId, details: { what, ...more } },
          },
          place,
        );
      if (principal.type === 'user') await note(acting, principal.userId, {});
      if (!row || row.ownerId === acting) return;
      const isColleague = institutionsOf(principal).includes(row.ownerId);
      // Where somebody else's member sat is for that institution's auditors alone.
      const place = isColleague || principal.type !== 'user' ? origin() : { address: null, requestId: null };
      const from = principal.type === 'user' ? acting : null;
      await note(row.ownerId, isColleague ? principal.userId : null, { institution: from }, place);
    });
  }

  /**
   * Keeps readings that are new, and returns for each new one the institution that it counts for, null for
   * somebody who is a member of none.
   */
  private async keep(
    manager: EntityManager,
    principal: UserPrincipal,
    versions: readonly ReadVersion[],
    manner: ReadingManner,
    now: Date,
  ): Promise<(string | null)[]> {
    const rows: { facts: Record<string, unknown> }[] = await manager.query(
      `SELECT ${FACTS_JSON} AS facts FROM documents d
       JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version WHERE d.id = ANY($1)`,
      [versions.map(({ id }) => id)],
    );
    const numbers = new Map(versions.map(({ id, versionNumber }) => [id, versionNumber]));
    const readings = rows.map(({ facts }) => {
      const document = factsFromJson(facts);
      return { document, institutionId: readingInstitution(principal, document, now) };
    });
    const kept: { institutionId: string }[] = await manager.query(
      `INSERT INTO document_readings (document_id, institution_id, version_number, level, user_id, day, manner)
       SELECT *, $5::uuid, $6::date, $7 FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[])
       ON CONFLICT DO NOTHING RETURNING institution_id AS "institutionId"`,
      [
        readings.map(({ document }) => document.id),
        readings.map(({ institutionId }) => institutionId ?? NO_INSTITUTION),
        readings.map(({ document }) => numbers.get(document.id)),
        readings.map(({ document }) => document.level),
        ...[principal.userId, dayOf(now), manner],
      ],
    );
    return kept.map(({ institutionId }) => (institutionId === NO_INSTITUTION ? null : institutionId));
  }
}

/**
 * For which of their institutions somebody reads a document: the named one if it alone lets them read it, else
 * the first that does; the first of all where none does any more.
 */
function readingInstitution(principal: UserPrincipal, document: DocumentFacts, now: Date): string | null {
  const { memberships, actingSlug } = principal;
  const inOrder = memberships.toSorted(
    (one, other) => Number(other.institutionSlug === actingSlug) - Number(one.institutionSlug === actingSlug),
  );
  const reading = inOrder.find((membership) =>
    evaluate(mayRead({ ...principal, memberships: [membership] }, now), document),
  );
  return (reading ?? inOrder[0])?.institutionId ?? null;
}

/** The named institution, else the first. */
export function actingInstitution({ memberships, ...principal }: Principal): string | null {
  const slug = principal.type === 'user' ? principal.actingSlug : null;
  const named = memberships.find(({ institutionSlug }) => institutionSlug === slug);
  return (named ?? memberships[0])?.institutionId ?? null;
}

function institutionsOf({ memberships }: Principal): string[] {
  return memberships.map(({ institutionId }) => institutionId);
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
