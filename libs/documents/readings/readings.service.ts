import { evaluate, mayRead, type DocumentFacts, type Principal, type UserPrincipal } from '#access';
import { AuditTrail, DeferredTrail, UNTOLD, type AuditEntry, type Happening } from '#audit';
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

/** That somebody has read a version. */
interface Reading {
  principal: UserPrincipal;
  version: ReadVersion;
  at: Date;
}

/** That somebody was denied something of a document; `what` is the field or route. */
interface Denial {
  principal: Principal;
  documentId: string;
  what: string;
}

/** The reading as it is kept, with the institution that it counts for. */
interface KeptReading extends Reading {
  /** Null for somebody who is a member of none. */
  institutionId: string | null;
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
    const at = this.clock.now();
    const whose = [principal.userId, principal.actingSlug, principal.boundTo, ...institutionsOf(principal)];
    const key = [version.id, version.versionNumber, dayOf(at), ...whose].join(' ');
    if (this.known.has(key)) return;
    this.known.set(key, true);
    this.deferred.later(this.recordOpenings, { principal, version, at });
  }

  /**
   * Keeps that the principal takes these documents out, before they leave. The trail gets one row for the
   * whole export, from whoever exports.
   */
  async exported(principal: UserPrincipal, versions: readonly ReadVersion[]): Promise<void> {
    const at = this.clock.now();
    const readings = versions.map((version) => ({ principal, version, at }));
    await keep(this.source.manager, readings, 'EXPORTED');
  }

  /**
   * Records that the principal was denied something of a document; `what` is the field or route. Returns at
   * once. In the trail of the one who asked it stands whether the document exists or not, so that this trail
   * does not tell; the owner's trail names the person only where it is a member of the owner.
   */
  denied(principal: Principal, documentId: string, what: string): void {
    if (isId(documentId)) this.deferred.later(this.recordDenials, { principal, documentId, what });
  }

  private readonly recordOpenings = async (
    manager: EntityManager,
    openings: readonly Happening<Reading>[],
  ): Promise<void> => {
    const readings = openings.map(({ what, place }) => ({ ...what, place }));
    const kept = await keep(manager, readings, 'OPENED');
    const entries = kept.map(({ principal, version, institutionId, place }): AuditEntry => ({
      ...{ userId: principal.userId, institutionId, event: 'document.opened', place },
      ...{ subjectType: 'document', subjectId: version.id, details: { version: version.versionNumber } },
    }));
    await this.trail.record(manager, entries);
  };

  private readonly recordDenials = async (
    manager: EntityManager,
    denials: readonly Happening<Denial>[],
  ): Promise<void> => {
    const owners: { id: string; ownerId: string }[] = await manager.query(
      'SELECT id, institution_id AS "ownerId" FROM documents WHERE id = ANY($1)',
      [denials.map(({ what }) => what.documentId)],
    );
    const ownerOf = new Map(owners.map(({ id, ownerId }) => [id, ownerId]));
    const entries = denials.flatMap((denial) => denialEntries(denial, ownerOf.get(denial.what.documentId)));
    await this.trail.record(manager, entries);
  };
}

/** What the trails of both sides say of a denial; `ownerId` is missing where there is no such document. */
function denialEntries(
  { what: denial, place }: Happening<Denial>,
  ownerId: string | undefined,
): AuditEntry[] {
  const { principal, documentId, what } = denial;
  const acting = actingInstitution(principal);
  const common = { event: 'document.denied', outcome: 'DENIED', subjectType: 'document' } as const;
  const entries: AuditEntry[] = [];
  if (principal.type === 'user') {
    const asker = { userId: principal.userId, institutionId: acting, place };
    entries.push({ ...common, ...asker, subjectId: documentId, details: { what } });
  }
  if (ownerId === undefined || ownerId === acting) return entries;
  const isColleague = institutionsOf(principal).includes(ownerId);
  const isOutsider = principal.type === 'user' && !isColleague;
  entries.push({
    ...{ ...common, subjectId: documentId, institutionId: ownerId },
    userId: isColleague && principal.type === 'user' ? principal.userId : null,
    // Where somebody else's member sat is for that institution's auditors alone.
    place: isOutsider ? UNTOLD : place,
    details: { what, institution: principal.type === 'user' ? acting : null },
  });
  return entries;
}

/** Keeps readings that are new, and returns these, with the institution for which each counts. */
async function keep<T extends Reading>(
  manager: EntityManager,
  readings: readonly T[],
  manner: ReadingManner,
): Promise<(T & KeptReading)[]> {
  const rows: { facts: Record<string, unknown> }[] = await manager.query(
    `SELECT ${FACTS_JSON} AS facts FROM documents d
     JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version WHERE d.id = ANY($1)`,
    [[...new Set(readings.map(({ version }) => version.id))]],
  );
  const documents = new Map(rows.map(({ facts }) => [facts['id'], factsFromJson(facts)]));
  const found = readings.flatMap((reading) => {
    const document = documents.get(reading.version.id);
    if (!document) return [];
    return { ...reading, level: document.level, institutionId: readingInstitution(reading, document) };
  });
  const kept: { key: string }[] = await manager.query(
    `INSERT INTO document_readings (document_id, institution_id, user_id, version_number, level, day, manner)
     SELECT *, $7 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::date[])
     ON CONFLICT DO NOTHING
     RETURNING concat_ws(' ', document_id, institution_id, user_id, version_number, day) AS key`,
    [
      found.map(({ version }) => version.id),
      found.map(({ institutionId }) => institutionId ?? NO_INSTITUTION),
      found.map(({ principal }) => principal.userId),
      found.map(({ version }) => version.versionNumber),
      found.map(({ level }) => level),
      found.map(({ at }) => dayOf(at)),
      manner,
    ],
  );
  const keys = new Set(kept.map(({ key }) => key));
  // Of readings that come to the same, one is kept: a key is used up by the first.
  return found.filter((reading) => keys.delete(keyOf(reading)));
}
/** As the statement that keeps readings makes it of their columns. */
function keyOf({ version, institutionId, principal, at }: KeptReading): string {
  const whose = institutionId ?? NO_INSTITUTION;
  return [version.id, whose, principal.userId, version.versionNumber, dayOf(at)].join(' ');
}

/**
 * For which of their institutions somebody reads a document: the named one if it alone lets them read it, else
 * the first that does; the first of all where none does any more.
 */
function readingInstitution({ principal, at }: Reading, document: DocumentFacts): string | null {
  const { memberships, actingSlug } = principal;
  const inOrder = memberships.toSorted(
    (one, other) => Number(other.institutionSlug === actingSlug) - Number(one.institutionSlug === actingSlug),
  );
  const reading = inOrder.find((membership) =>
    evaluate(mayRead({ ...principal, memberships: [membership] }, at), document),
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
