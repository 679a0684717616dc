import { isAtLeast, maySeeTombstone } from '#access';
import { documentSql } from '#documents';
import { ASKING_VERSION, isAsked, isOpenForAnswers } from '../asking.ts';
import { ANSWER_JOIN, STATUS } from '../responses/response-columns.ts';
import type { InboxContext } from './inbox-sources.ts';

/** For how many days an institution is told that an advisory which it had answered is gone. */
const TOLD_FOR = 30;

/**
 * Advisories that ask the acting institution, to those who answer for it: until it has answered, and then
 * until it has dealt with them. A reminder by the issuer changes what the item says; it adds no second one.
 */
export function advisoriesToAnswer(context: InboxContext): string | null {
  const { reader, acting, now, bind } = context;
  if (!isAtLeast(acting.role, 'REVIEWER')) return null;
  const asked = documentSql(isAsked(reader, now), { principal: reader, now, bind });
  return `SELECT CASE WHEN ${STATUS} <> 'PENDING' THEN 'ADVISORY_IN_HAND'
      WHEN reminder.at IS NOT NULL THEN 'ADVISORY_REMINDER' ELSE 'ADVISORY_TO_ANSWER' END,
    d.id, d.id,
    CASE WHEN ${STATUS} <> 'PENDING' THEN 'Deal with this advisory, and say when it is done.'
      WHEN reminder.at IS NOT NULL THEN 'The issuer reminds you: answer this advisory.'
      ELSE 'Answer this advisory.' END,
    (v.details->>'responseDue')::timestamptz, greatest(asking.since, d.visible_from)
   FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
   JOIN institutions i ON i.id = ${bind(acting.institutionId)} ${ANSWER_JOIN}
   CROSS JOIN LATERAL (SELECT min(a.published_at) AS since FROM document_versions a
     WHERE a.document_id = d.id AND a.number BETWEEN ${ASKING_VERSION} AND d.shown_version) asking
   CROSS JOIN LATERAL (SELECT max(n.reminded_at) AS at FROM advisory_reminders n
     WHERE n.document_id = d.id AND n.asking_version = ${ASKING_VERSION}) reminder
   WHERE d.kind = 'ADVISORY' AND ${asked} AND ${isOpenForAnswers(bind(now))}
     AND ${STATUS} IN ('PENDING', 'ACKNOWLEDGED', 'ASSESSING')`;
}

/** Advisories that the acting institution has answered and that were withdrawn or replaced not long ago. */
export function advisoriesEnded(context: InboxContext): string | null {
  const { reader, acting, now, bind } = context;
  if (!isAtLeast(acting.role, 'REVIEWER')) return null;
  const left = documentSql(maySeeTombstone(reader), { principal: reader, now, bind });
  const own = bind(acting.institutionId);
  return `SELECT 'ADVISORY_ENDED', d.id, d.id,
    CASE WHEN d.superseded_by_id IS NULL
      THEN 'An advisory that your institution has answered was withdrawn; its tombstone says why.'
      ELSE 'An advisory that your institution has answered was replaced; its tombstone says by what.' END,
    NULL::timestamptz, d.withdrawn_at
   FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
   WHERE d.kind = 'ADVISORY' AND d.institution_id <> ${own} AND ${left}
     AND d.withdrawn_at > ${bind(now)}::timestamptz - ${bind(TOLD_FOR)}::int * interval '1 day'
     AND EXISTS (SELECT 1 FROM advisory_responses r WHERE r.document_id = d.id AND r.institution_id = ${own})`;
}
