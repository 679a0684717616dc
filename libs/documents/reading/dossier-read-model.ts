import {
  and,
  is,
  isIn,
  mayReadPublished,
  maySeeAttribution,
  overlaps,
  type Predicate,
  type Principal,
} from '#access';
import { Bindings, ReadDatabase } from '#database';
import { institutionJson } from '#institutions';
import { Clock, type DocumentKind } from '#kernel';
import { Injectable } from '@nestjs/common';
import { documentSql, type ReadingContext } from './document-columns.ts';

/** How many documents of one kind the caller may read. */
export interface KindCount {
  kind: DocumentKind;
  count: number;
}

/** An institution that has written down its experience with a partner. */
export interface ExperienceRow {
  institution: object;
  caseStudies: number;
  partnerNotes: number;
  /** When the newest of them was published. */
  latest: Date;
}

/** Something of which a published document tells the day. */
export interface DatedDocument {
  /** ISO 8601. */
  date: string;
  what: 'PUBLISHED' | 'STARTED' | 'ENDED' | 'ASSESSED';
  documentId: string;
}

const FROM = `FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version`;

/** The days that details of documents give, each with the word for what happened. */
const DATED_DETAILS = { startedOn: 'STARTED', endedOn: 'ENDED', assessedOn: 'ASSESSED' } as const;

/**
 * Reads what is known about partners together: from published documents that the principal may read, and from
 * nothing else, so that no count and no name tells of what is hidden.
 */
@Injectable()
export class DossierReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How many there are of each kind; kinds without any are left out. */
  async counts(principal: Principal, partnerIds: readonly string[]): Promise<KindCount[]> {
    const { where, values } = this.about(principal, partnerIds);
    return this.database.rows<KindCount>(
      `SELECT d.kind, count(*)::int AS count ${FROM} WHERE ${where} GROUP BY d.kind ORDER BY d.kind`,
      values,
    );
  }

  /** Those of the partners about which there is something. */
  async writtenAbout(principal: Principal, partnerIds: readonly string[]): Promise<Set<string>> {
    if (partnerIds.length === 0) return new Set();
    const { where, values } = this.about(principal, partnerIds);
    const rows = await this.database.rows<{ id: string }>(
      `SELECT DISTINCT unnest(v.partner_ids) AS id ${FROM} WHERE ${where}`,
      values,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * The institutions that have recorded their experience in case studies and partner notes, most recent
   * first. Of a document whose attribution is withheld from the principal nothing is counted anywhere.
   */
  async experience(
    principal: Principal,
    partnerIds: readonly string[],
    most: number,
  ): Promise<ExperienceRow[]> {
    const { where, values } = this.about(
      principal,
      partnerIds,
      and(isIn('kind', ['CASE_STUDY', 'PARTNER_NOTE']), maySeeAttribution(principal)),
    );
    return this.database.rows<ExperienceRow>(
      `SELECT ${institutionJson('i')} AS institution, x."caseStudies", x."partnerNotes", x.latest FROM (
         SELECT d.institution_id, count(*) FILTER (WHERE d.kind = 'CASE_STUDY')::int AS "caseStudies",
           count(*) FILTER (WHERE d.kind = 'PARTNER_NOTE')::int AS "partnerNotes", max(d.published_at) AS latest
         ${FROM} WHERE ${where} GROUP BY d.institution_id) x
       JOIN institutions i ON i.id = x.institution_id
       ORDER BY x.latest DESC, i.name, i.id LIMIT ${most}`,
      values,
    );
  }

  /** The days of which the documents tell, newest first. */
  async timeline(
    principal: Principal,
    partnerIds: readonly string[],
    most: number,
  ): Promise<DatedDocument[]> {
    const { where, values } = this.about(principal, partnerIds);
    const details = Object.entries(DATED_DETAILS).map(
      ([field, what]) => `SELECT v.details ->> '${field}' AS date, '${what}' AS what`,
    );
    return this.database.rows<DatedDocument>(
      `SELECT dated.date, dated.what, d.id AS "documentId" ${FROM} CROSS JOIN LATERAL (
         SELECT to_char(d.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date, 'PUBLISHED' AS what
         UNION ALL ${details.join(' UNION ALL ')}) dated
       WHERE dated.date IS NOT NULL AND ${where}
       ORDER BY dated.date DESC, d.id, dated.what LIMIT ${most}`,
      values,
    );
  }

  private about(
    principal: Principal,
    partnerIds: readonly string[],
    more: Predicate = is('state', 'PUBLISHED'),
  ): { where: string; values: unknown[] } {
    const { bind, values } = new Bindings();
    const context: ReadingContext = { principal, now: this.clock.now(), bind };
    const rule = and(overlaps('partnerIds', partnerIds), more, mayReadPublished(principal, context.now));
    return { where: documentSql(rule, context), values };
  }
}
