import type { AccountPart } from '#identity';

/** Answers are the institution's; they stay. */
export const advisoryParts: readonly AccountPart[] = [
  {
    name: 'advisoryResponses',
    columns: {
      'advisory_responses.responded_by_id': 'kept: the institution answered; by a former member',
    },
    rows: ({ principal, bind }) =>
      `SELECT document_id AS "documentId", institution_id AS "institutionId", status, note,
         responded_at AS "respondedAt"
       FROM advisory_responses WHERE responded_by_id = ${bind(principal.userId)}
       ORDER BY responded_at, document_id`,
  },
  {
    name: 'advisoryReminders',
    columns: { 'advisory_reminders.reminded_by_id': 'kept: the institution reminded; by a former member' },
    rows: ({ principal, bind }) =>
      `SELECT document_id AS "documentId", reminded_at AS "remindedAt"
       FROM advisory_reminders WHERE reminded_by_id = ${bind(principal.userId)}
       ORDER BY reminded_at, document_id`,
  },
];
