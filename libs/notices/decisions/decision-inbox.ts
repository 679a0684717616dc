import { isAtLeast, isMine } from '#access';
import type { InboxContext, InboxSource } from '#advisories';
import { documentSql } from '#documents';
import { isAboutTheSame, readable, REASONS } from './touching.ts';

/**
 * Case studies of the acting institution that an advisory or a partner note has appeared for since they were
 * decided, to those who wrote them; where none of them is left, to the PUBLISHERs. Confirming the decision,
 * or publishing a revised one, ends it.
 */
export const decisionsToReview: InboxSource = (context: InboxContext): string | null => {
  const { reader, acting, now, bind } = context;
  if (!isAtLeast(acting.role, 'CONTRIBUTOR')) return null;
  const mine = documentSql(isMine(reader), { principal: reader, now, bind });
  const orphaned = isAtLeast(acting.role, 'PUBLISHER')
    ? `NOT EXISTS (SELECT 1 FROM memberships m WHERE m.institution_id = d.institution_id
         AND (m.user_id = d.author_id OR m.id = ANY(d.co_author_ids)) AND m.status = 'ACTIVE'
         AND m.role <> 'READER' AND (m.valid_until IS NULL OR m.valid_until > ${bind(now)}))`
    : 'false';
  return `SELECT 'DECISION_TO_REVIEW', study.id, study.id,
    'Review the decision: ' || found.count || ' newer on the same partner or technology area.',
    NULL::timestamptz, found.since
   FROM (${readable(['CASE_STUDY'], context)}
     AND d.institution_id = ${bind(acting.institutionId)} AND (${mine} OR ${orphaned})) study
   CROSS JOIN LATERAL (SELECT count(*) AS count, min(reason.since) AS since
     FROM (${readable(REASONS, context)}) reason
     WHERE reason.since > study.since AND ${isAboutTheSame('reason', 'study')}) found
   WHERE found.count > 0`;
};
