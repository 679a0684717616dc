import type { Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { isStorable, requireText, SHORT_TEXT } from '#input';
import {
  BadInput,
  decodeCursor,
  encodeCursor,
  isId,
  pageOf,
  pageSize,
  type Connection,
  type PageArguments,
} from '#kernel';
import { Injectable } from '@nestjs/common';
import type { AuditOutcome } from '../audit-event.entity.ts';
import { AuditTrail } from '../audit-trail.ts';

/** AuditEventFilter of the schema. */
export interface AuditEventFilter {
  events?: readonly string[] | null;
  subjectType?: string | null;
  subjectId?: string | null;
  userId?: string | null;
  outcome?: AuditOutcome | null;
  from?: Date | null;
  until?: Date | null;
}

/** AuditEvent of the schema. */
export interface AuditEventRow {
  id: string;
  at: Date;
  event: string;
  userId: string | null;
  user: object | null;
  subjectType: string;
  subjectId: string;
  outcome: AuditOutcome;
  origin: string | null;
  requestId: string | null;
  details: string;
  position: string | null;
  hash: string | null;
}

export interface AuditEventArguments extends PageArguments {
  institutionId: string;
  filter?: AuditEventFilter | null;
}

const MOST_EVENTS = 50;
/** The greatest id that a cursor can have. */
const IS_EVENT_ID = /^[1-9]\d{0,17}$/;

/** The trail of an institution, for its AUDITORs. That they read it is recorded in it. */
@Injectable()
export class AuditEventsReadModel {
  private readonly database: ReadDatabase;
  private readonly trail: AuditTrail;

  constructor(database: ReadDatabase, trail: AuditTrail) {
    this.database = database;
    this.trail = trail;
  }

  /**
   * A page of the institution's trail, newest first; null unless the principal is an auditor of it, whether
   * there is such an institution or not. Throws BadInput for a wrong page size, cursor or filter.
   */
  async list(principal: Principal, args: AuditEventArguments): Promise<Connection<AuditEventRow> | null> {
    const userId = auditorOf(principal, args.institutionId);
    if (userId === null) return null;
    const size = pageSize(args.first);
    const { bind, values } = new Bindings();
    const wheres = [`e.institution_id = ${bind(args.institutionId)}`, ...filterSql(args.filter ?? {}, bind)];
    if (args.after) wheres.push(`e.id < ${bind(eventIdOf(args.after))}::bigint`);
    const rows = await this.database.rows<AuditEventRow>(
      `SELECT e.id::text, e.at, e.event, e.user_id AS "userId", e.subject_type AS "subjectType",
         e.subject_id AS "subjectId", e.outcome, e.origin, e.request_id AS "requestId",
         e.details::text AS details, l.position::text, encode(l.hash, 'hex') AS hash,
         (SELECT json_build_object('id', u.id, 'kind', u.kind, 'name', u.name, 'email', u.email) FROM users u
          WHERE u.id = e.user_id AND EXISTS (SELECT 1 FROM memberships m
            WHERE m.user_id = u.id AND m.institution_id = e.institution_id)) AS user
       FROM audit_events e LEFT JOIN audit_links l ON l.event_id = e.id
       WHERE ${wheres.join(' AND ')} ORDER BY e.id DESC LIMIT ${size + 1}`,
      values,
    );
    const page = pageOf(rows, size, ({ id }) => encodeCursor([id]), Boolean(args.after));
    await this.note(userId, args, page.edges.length);
    return page;
  }

  private async note(userId: string, { institutionId, filter }: AuditEventArguments, events: number) {
    const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
    await this.trail.note({
      ...{ userId, institutionId, event: 'audit_trail.read' },
      ...{ subjectType: 'audit_trail', subjectId: institutionId },
      details: { events, filter: given.map(([name]) => name).sort() },
    });
  }
}

/** Who the auditor of the institution is; null for anybody else. */
export function auditorOf(principal: Principal, institutionId: string): string | null {
  const audits = principal.memberships.some((own) => own.auditor && own.institutionId === institutionId);
  return audits ? principal.userId : null;
}

function filterSql(filter: AuditEventFilter, bind: Bindings['bind']): string[] {
  const { events, subjectType, subjectId, userId, outcome, from, until } = filter;
  for (const moment of [from, until]) {
    if (moment && !isStorable(moment))
      throw new BadInput('from and until must lie between the years 1000 and 9999');
  }
  if (events && events.length > MOST_EVENTS) throw new BadInput(`events may name ${MOST_EVENTS} at the most`);
  const wheres: string[] = [];
  if (events)
    wheres.push(`e.event = ANY(${bind(events.map((one) => requireText(one, SHORT_TEXT, 'events')))})`);
  if (subjectType)
    wheres.push(`e.subject_type = ${bind(requireText(subjectType, SHORT_TEXT, 'subjectType'))}`);
  if (subjectId) wheres.push(idSql('e.subject_id', subjectId, bind));
  if (userId) wheres.push(idSql('e.user_id', userId, bind));
  if (outcome) wheres.push(`e.outcome = ${bind(outcome)}`);
  if (from) wheres.push(`e.at >= ${bind(from)}`);
  if (until) wheres.push(`e.at < ${bind(until)}`);
  return wheres;
}

/** What has not the shape of an id is nowhere. */
function idSql(column: string, id: string, bind: Bindings['bind']): string {
  return isId(id) ? `${column} = ${bind(id)}` : 'false';
}

function eventIdOf(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (typeof id !== 'string' || !IS_EVENT_ID.test(id))
    throw new BadInput('after is not a cursor of this list');
  return id;
}
