import { mayRead } from '#access';
import type { AccountPart, Exporting } from '#identity';
import { documentSql } from './reading/document-columns.ts';

const PSEUDONYM = 'kept: documents stay, by a former member';

/** What somebody wrote stays: it belongs to the institution. Titles are exported where they may be read. */
export const documentParts: readonly AccountPart[] = [
  {
    name: 'documents',
    columns: { 'documents.author_id': PSEUDONYM, 'documents.reviewer_ids': PSEUDONYM },
    rows: (whose: Exporting): string => {
      const user = whose.bind(whose.principal.userId);
      return `SELECT d.id, d.kind, d.state, v.title, d.created_at AS "createdAt",
         d.published_at AS "publishedAt", d.author_id IS NOT DISTINCT FROM ${user} AS author
       FROM ${readable(whose)} AND (d.author_id = ${user}
         OR d.co_author_ids && ARRAY(SELECT id FROM memberships WHERE user_id = ${user}))
       ORDER BY d.created_at, d.id`;
    },
  },
  {
    name: 'versions',
    columns: { 'document_versions.author_id': PSEUDONYM },
    rows: (whose) =>
      `SELECT o.document_id AS "documentId", o.number, o.change_note AS "changeNote",
         o.created_at AS "createdAt"
       FROM document_versions o
       WHERE o.author_id = ${whose.bind(whose.principal.userId)}
         AND o.document_id IN (SELECT d.id FROM ${readable(whose)})
       ORDER BY o.created_at, o.document_id, o.number`,
  },
  {
    name: 'reviews',
    columns: { 'document_reviews.reviewer_id': PSEUDONYM },
    rows: ({ principal, bind }) =>
      `SELECT id, document_id AS "documentId", version_number AS "versionNumber", decision, comment,
         created_at AS "createdAt"
       FROM document_reviews WHERE reviewer_id = ${bind(principal.userId)} ORDER BY created_at, id`,
  },
  {
    name: 'attachments',
    columns: { 'attachments.uploaded_by_id': PSEUDONYM },
    rows: ({ principal, bind }) =>
      `SELECT id, name, size, uploaded_at AS "uploadedAt"
       FROM attachments WHERE uploaded_by_id = ${bind(principal.userId)} ORDER BY uploaded_at, id`,
  },
  {
    name: 'documentReadings',
    columns: {
      'document_readings.user_id': 'kept: that the institution has read it; the id is a pseudonym',
    },
    rows: ({ principal, bind }) =>
      `SELECT document_id AS "documentId", version_number AS "versionNumber", day, manner
       FROM document_readings WHERE user_id = ${bind(principal.userId)}
       ORDER BY day, document_id, version_number, manner`,
  },
  {
    name: 'accessRequests',
    columns: {
      'access_requests.requested_by_id': 'kept: the institution asked; by a former member',
      'access_requests.decided_by_id': 'kept: the institution decided; by a former member',
    },
    rows: ({ principal, bind }: Exporting): string => {
      const user = bind(principal.userId);
      return `SELECT id, document_id AS "documentId", status, created_at AS "createdAt",
         CASE WHEN requested_by_id = ${user} THEN reason END AS reason,
         CASE WHEN decided_by_id = ${user} THEN note END AS note,
         CASE WHEN decided_by_id = ${user} THEN decided_at END AS "decidedAt"
       FROM access_requests WHERE requested_by_id = ${user} OR decided_by_id = ${user} ORDER BY created_at, id`;
    },
  },
];

/** Documents `d` and the versions `v` that they show, as far as the person may read them now. */
function readable({ principal, now, bind }: Exporting): string {
  return `documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
    WHERE ${documentSql(mayRead(principal, now), { principal, now, bind })}`;
}
