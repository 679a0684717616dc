import { AuditTrail } from '#audit';
import { Clock, isId, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BreakGlassReading } from './break-glass-access.entity.ts';

/** Which of a document's versions is wanted: the one that readers see, or saw last, or the one in work. */
export type BreakGlassVersion = 'PUBLISHED' | 'WORKING';

/** A document as an operator gets it through break-glass. */
export interface BreakGlassDocument {
  id: string;
  kind: string;
  state: string;
  workState: string | null;
  /** Slug of the owner, withheld from others or not. */
  institution: string;
  author: string | null;
  level: string;
  tlp: string;
  attribution: string;
  versionNumber: number;
  title: string;
  summary: string;
  body: string;
  language: string;
  topics: string[];
  countries: string[];
  details: Record<string, unknown>;
  changeNote: string | null;
  createdAt: Date;
}

interface Held {
  documentId: string;
  institutionId: string;
  operatorId: string;
  operator: boolean;
  expiresAt: Date;
  endedAt: Date | null;
  number: number | null;
}

/**
 * The one way to a document past the access rule. It is no part of the rule and of no module that answers
 * requests: the command `break-glass read` is its only caller, which tests/architecture/break-glass.test.ts
 * holds it to.
 */
@Injectable()
export class BreakGlassReader {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * The document of an access that is open, after the reading stands in the trail. Throws NOT_FOUND, FORBIDDEN
   * when whoever opened it is no operator any more, or STATE when it has ended or there is no such version.
   */
  async read(accessId: string, version: BreakGlassVersion): Promise<BreakGlassDocument> {
    return this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const held = isId(accessId) ? await hold(manager, accessId, version) : undefined;
      if (!held) throw Refusal.notFound();
      if (!held.operator) throw Refusal.of('FORBIDDEN', 'Whoever opened this is no operator any more.');
      if (held.endedAt !== null) throw Refusal.of('STATE', 'This access has been ended.');
      if (held.expiresAt <= now) throw Refusal.of('STATE', 'This access has expired.');
      if (held.number === null) {
        const missing = version === 'WORKING' ? 'no version in work' : 'never been published';
        throw Refusal.of('STATE', `There is no such version: the document has ${missing}.`);
      }
      const document = await load(manager, held.documentId, held.number);
      const reading = { id: newId(), accessId, versionNumber: held.number, readAt: now };
      await manager.insert(BreakGlassReading, reading);
      const { documentId, operatorId, institutionId } = held;
      await this.trail.record(manager, {
        ...{ userId: operatorId, institutionId, event: 'break_glass.read' },
        ...{ subjectType: 'break_glass', subjectId: accessId },
        details: { documentId, version: held.number },
      });
      return document;
    });
  }
}

/** The access, held so that it is not ended meanwhile, and the number of the wanted version. */
async function hold(
  manager: EntityManager,
  id: string,
  version: BreakGlassVersion,
): Promise<Held | undefined> {
  const rows: Held[] = await manager.query(
    `SELECT a.document_id AS "documentId", a.institution_id AS "institutionId", a.operator_id AS "operatorId",
       u.operator, a.expires_at AS "expiresAt", a.ended_at AS "endedAt",
       CASE WHEN $2 = 'WORKING' THEN CASE WHEN d.work_state IS NOT NULL THEN d.latest_version END
         WHEN d.state IN ('PUBLISHED', 'WITHDRAWN') THEN d.shown_version END AS number
     FROM break_glass_accesses a JOIN users u ON u.id = a.operator_id JOIN documents d ON d.id = a.document_id
     WHERE a.id = $1 FOR UPDATE OF a`,
    [id, version],
  );
  return rows[0];
}

async function load(manager: EntityManager, id: string, number: number): Promise<BreakGlassDocument> {
  const [row] = await manager.query<BreakGlassDocument[]>(
    `SELECT d.id, d.kind, d.state, d.work_state AS "workState", i.slug AS institution, u.name AS author,
       d.level, d.tlp, d.attribution, v.number AS "versionNumber", v.title, v.summary, v.body, v.language,
       v.topics, v.countries, v.details, v.change_note AS "changeNote", v.created_at AS "createdAt"
     FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = $2
     JOIN institutions i ON i.id = d.institution_id LEFT JOIN users u ON u.id = d.author_id
     WHERE d.id = $1`,
    [id, number],
  );
  return row!;
}
