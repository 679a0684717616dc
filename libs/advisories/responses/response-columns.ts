import { userJson } from '#identity';
import { institutionJson } from '#institutions';
import type { ResponseStatus } from '#kernel';
import { ASKING_VERSION, isOpenForAnswers } from '../asking.ts';

/** AdvisoryResponse of the contract. */
export interface ResponseRow {
  documentId: string;
  institution: { id: string; slug: string; name: string; kind: string; country: string };
  status: ResponseStatus;
  note: string | null;
  respondedBy: { id: string; name: string; email: string } | null;
  respondedAt: Date | null;
  versionNumber: number;
  overdue: boolean;
}

/** Where the institution `i` stands with the advisory `d`: what it has said as `r`, or nothing yet. */
export const STATUS = `coalesce(r.status, 'PENDING')`;

/** Joins what the institution `i` has said to the version of `d` that asks now. */
export const ANSWER_JOIN = `LEFT JOIN advisory_responses r ON r.document_id = d.id
  AND r.institution_id = i.id AND r.asking_version = ${ASKING_VERSION}`;

/** Not answered although it is due, and still to be answered. `now` is a placeholder. */
export function overdueSql(now: string): string {
  return `(${STATUS} = 'PENDING' AND ${isOpenForAnswers(now)}
    AND coalesce((v.details->>'responseDue')::timestamptz <= ${now}, false))`;
}

/** The SELECT list of a ResponseRow from `d`, `v`, `i` and `r`. */
export function responseColumns(now: string): string {
  return `d.id AS "documentId", ${institutionJson('i')} AS institution, ${STATUS} AS status, r.note,
    (SELECT ${userJson('u', 'true')} FROM users u WHERE u.id = r.responded_by_id) AS "respondedBy",
    r.responded_at AS "respondedAt", coalesce(r.version_number, d.shown_version) AS "versionNumber",
    ${overdueSql(now)} AS overdue`;
}

/** `d`, `v`, `i` and `r` for every institution that is asked, by advisory, and for every one that has answered. */
export function answersFrom(
  asked: ReadonlyMap<string, readonly string[]>,
  bind: (value: unknown) => string,
): string {
  const pairs = [...asked].flatMap(([id, institutions]) => institutions.map((one) => [id, one] as const));
  const first = bind(pairs.map(([id]) => id));
  const second = bind(pairs.map(([, institutionId]) => institutionId));
  return `FROM (
      SELECT * FROM unnest(${first}::uuid[], ${second}::uuid[]) AS pair(document_id, institution_id)
      UNION SELECT document_id, institution_id FROM advisory_responses
      WHERE document_id = ANY(${bind([...asked.keys()])}::uuid[])) p
    JOIN documents d ON d.id = p.document_id
    JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
    JOIN institutions i ON i.id = p.institution_id ${ANSWER_JOIN}
    WHERE (r.status IS NOT NULL OR (d.id, i.id) IN (
      SELECT * FROM unnest(${first}::uuid[], ${second}::uuid[])))`;
}
