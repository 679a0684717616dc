import { and, isAtLeast, isMine, mayRead, mayReadWork, not, type Predicate } from '#access';
import { documentSql, startOfDay } from '#documents';
import type { InboxContext } from './inbox-sources.ts';

const SHOWN = `documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version`;

/** Versions handed to the reviewers of the acting institution that the member has no part in. */
export function reviewsToDo(context: InboxContext): string | null {
  const { reader, acting, now, bind } = context;
  if (!isAtLeast(acting.role, 'REVIEWER')) return null;
  const user = bind(reader.userId);
  return `SELECT 'REVIEW', d.id, d.id, 'Review version ' || w.number || ': approve it, or ask for changes.',
    NULL::timestamptz, w.created_at
   FROM ${SHOWN} JOIN document_versions w ON w.document_id = d.id AND w.number = d.latest_version
   WHERE d.institution_id = ${bind(acting.institutionId)} AND d.work_state = 'IN_REVIEW'
     AND ${rule(and(mayRead(reader, now), mayReadWork(reader), not(isMine(reader))), context)}
     AND NOT EXISTS (SELECT 1 FROM document_versions a WHERE a.document_id = d.id AND a.author_id = ${user})
     AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.id = ANY(d.co_author_ids) AND m.user_id = ${user})`;
}

/** Requests of other institutions to read what the acting one has published, to its PUBLISHERs. */
export function requestsToDecide(context: InboxContext): string | null {
  const { reader, acting, now, bind } = context;
  if (!isAtLeast(acting.role, 'PUBLISHER')) return null;
  return `SELECT 'ACCESS_REQUEST', q.id, d.id, i.name || ' asks to read this: grant it or decline.',
    NULL::timestamptz, q.created_at
   FROM access_requests q JOIN institutions i ON i.id = q.institution_id
   JOIN ${SHOWN} ON d.id = q.document_id
   WHERE q.status = 'PENDING' AND d.institution_id = ${bind(acting.institutionId)} AND d.state = 'PUBLISHED'
     AND ${rule(mayRead(reader, now), context)}`;
}

/**
 * What is published and should have been reviewed by now, to those who wrote it; where none of them is left
 * to do it, to the PUBLISHERs.
 */
export function overdueForReview(context: InboxContext): string | null {
  const { reader, acting, now, bind } = context;
  if (!isAtLeast(acting.role, 'CONTRIBUTOR')) return null;
  const orphaned = isAtLeast(acting.role, 'PUBLISHER')
    ? `NOT EXISTS (SELECT 1 FROM memberships m WHERE m.institution_id = d.institution_id
         AND (m.user_id = d.author_id OR m.id = ANY(d.co_author_ids)) AND m.status = 'ACTIVE'
         AND m.role <> 'READER' AND (m.valid_until IS NULL OR m.valid_until > ${bind(now)}))`
    : 'false';
  const reviewBy = `v.review_by::timestamp AT TIME ZONE 'UTC'`;
  return `SELECT 'OVERDUE_DOCUMENT', d.id, d.id,
    'This was to be reviewed by ' || to_char(v.review_by, 'YYYY-MM-DD') || ': revise it, set a new day, or withdraw it.',
    ${reviewBy}, ${reviewBy} + interval '1 day'
   FROM ${SHOWN}
   WHERE d.institution_id = ${bind(acting.institutionId)} AND d.state = 'PUBLISHED'
     AND ${reviewBy} < ${bind(startOfDay(now))} AND ${rule(mayRead(reader, now), context)}
     AND (${rule(isMine(reader), context)} OR ${orphaned})`;
}

function rule(predicate: Predicate, { reader, now, bind }: InboxContext): string {
  return documentSql(predicate, { principal: reader, now, bind });
}
