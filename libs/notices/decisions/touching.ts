import { and, isIn, mayReadPublished, type UserPrincipal } from '#access';
import { documentSql } from '#documents';
import type { DocumentKind } from '#kernel';

/** Who asks, when, and where the statement's parameters go. */
export interface TouchingContext {
  reader: UserPrincipal;
  now: Date;
  bind: (value: unknown) => string;
}

const FROM = `documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version`;

/** What may make somebody think again about a decision. */
export const REASONS: readonly DocumentKind[] = ['ADVISORY', 'PARTNER_NOTE'];

/**
 * Published documents of these kinds that the reader may read, as a SELECT: what they are about, and `since`,
 * when they last said something new. For a case study that is when it was decided: its shown version, or
 * when the decision was confirmed. Advisories that have expired are left out.
 */
export function readable(kinds: readonly DocumentKind[], { reader, now, bind }: TouchingContext): string {
  const rule = documentSql(and(isIn('kind', kinds), mayReadPublished(reader, now)), {
    principal: reader,
    now,
    bind,
  });
  return `SELECT d.id, v.partner_ids AS partners, v.topics, v.technology_areas AS areas,
      greatest(CASE WHEN d.kind = 'CASE_STUDY' THEN greatest(v.published_at, c.confirmed_at) ELSE (
        SELECT max(a.published_at) FROM document_versions a
        WHERE a.document_id = d.id AND a.number <= d.shown_version AND a.material) END, d.visible_from) AS since
    FROM ${FROM} LEFT JOIN decision_confirmations c ON c.document_id = d.id
    WHERE ${rule} AND coalesce((v.details->>'expiresAt')::timestamptz > ${bind(now)}, true)`;
}

/**
 * Whether a reason is about the same as a case study: a partner, or a technology area. Only case studies
 * have areas of their own; advisories and notes say them as topics.
 */
export function isAboutTheSame(reason: string, study: string): string {
  return `(${reason}.partners && ${study}.partners OR EXISTS (
    SELECT 1 FROM unnest(${study}.areas) AS area WHERE lower(area) = ANY(${reason}.topics)))`;
}
