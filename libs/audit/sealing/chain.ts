import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { AuditOutcome } from '../audit-event.entity.ts';

/** The chain of events that belong to no institution's trail. */
export const PLATFORM_CHAIN = '00000000-0000-0000-0000-000000000000';

/** An event as it is hashed and exported: every column of it. */
export interface EventRecord {
  id: string;
  /** RFC 3339, UTC, to the microsecond, as the database keeps it. */
  at: string;
  userId: string | null;
  institutionId: string | null;
  event: string;
  subjectType: string;
  subjectId: string;
  details: Record<string, unknown>;
  origin: string | null;
  requestId: string | null;
  outcome: AuditOutcome;
}

/** An EventRecord from the row `e` of audit_events. */
export const EVENT_JSON = `json_build_object('id', e.id::text,
  'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'userId', e.user_id, 'institutionId', e.institution_id, 'event', e.event, 'subjectType', e.subject_type,
  'subjectId', e.subject_id, 'details', e.details, 'origin', e.origin, 'requestId', e.request_id,
  'outcome', e.outcome)`;

/** The chain that an event belongs to. */
export function chainOf({ institutionId }: Pick<EventRecord, 'institutionId'>): string {
  return institutionId ?? PLATFORM_CHAIN;
}

/** What stands before the first link: different for each chain, so that none passes for another. */
export function startOf(chain: string): Buffer {
  return createHash('sha256').update(`Precedent audit chain ${chain}`).digest();
}

/** SHA-256 of the hash before it and the event as canonical JSON (RFC 8785), in UTF-8. */
export function linkHash(previous: Buffer, event: EventRecord): Buffer {
  return createHash('sha256').update(previous).update(canonical(event)).digest();
}

/** Canonical JSON (RFC 8785). */
export function canonical(value: object): string {
  return canonicalize(value)!;
}
