import { mayReadPublished, maySeeAttribution, maySeeTombstone, type UserPrincipal } from '#access';
import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { documentSql } from '#documents';
import { Clock, isId, pageOf, pageSize, type Connection, type PageArguments } from '#kernel';
import { Injectable } from '@nestjs/common';
import { mayKnowOf } from '../break-glass/break-glass-read-model.ts';
import type { NotificationEvent } from './notification.entity.ts';

/** Notification of the schema. */
export interface NotificationRow {
  id: string;
  event: NotificationEvent;
  documentId: string;
  followId: string | null;
  breakGlassAccessId: string | null;
  versionNumber: number;
  at: Date;
  readAt: Date | null;
}

export interface NotificationArguments extends PageArguments {
  unread?: boolean | null;
}

const NEWEST: Keyset = { key: 'n.created_at', type: 'timestamptz', id: 'n.id', direction: 'DESC' };

/**
 * What a person was told, checked again under the access rule: of what has become unreadable nothing is
 * left, and of what was withdrawn only that; of break-glass the owner's own people are told, whether they
 * may read the document or not.
 */
@Injectable()
export class NotificationsReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A page, newest first. Throws BadInput for a wrong page size or cursor. */
  async list(principal: UserPrincipal, args: NotificationArguments): Promise<Connection<NotificationRow>> {
    const size = pageSize(args.first);
    const { bind, values } = new Bindings();
    const wheres = [`n.user_id = ${bind(principal.userId)}`, this.tellable(principal, bind)];
    if (typeof args.unread === 'boolean') wheres.push(`(n.read_at IS NULL) = ${bind(args.unread)}`);
    if (args.after) wheres.push(behindCursor(NEWEST, args.after, bind));
    const rows = await this.database.rows<NotificationRow>(
      `${SELECT} WHERE ${wheres.join(' AND ')}
       ORDER BY ${keysetOrder(NEWEST)} LIMIT ${size + 1}`,
      values,
    );
    const cursorOf = (row: NotificationRow): string => keysetCursor(row.at, row.id);
    return pageOf(rows, size, cursorOf, Boolean(args.after));
  }

  /** Those of the person's notifications with these ids that may still be told, oldest first. */
  async stillTellable(principal: UserPrincipal, ids: readonly string[]): Promise<NotificationRow[]> {
    const { bind, values } = new Bindings();
    const wheres = [
      `n.user_id = ${bind(principal.userId)}`,
      `n.id = ANY(${bind(ids.filter(isId))})`,
      this.tellable(principal, bind),
    ];
    return this.database.rows<NotificationRow>(
      `${SELECT} WHERE ${wheres.join(' AND ')} ORDER BY n.created_at, n.id`,
      values,
    );
  }

  /** Following an institution tells what is seen to be from it, and no longer what has been withheld since. */
  private tellable(principal: UserPrincipal, bind: (value: unknown) => string): string {
    const now = this.clock.now();
    const context = { principal, now, bind };
    return `CASE WHEN n.event = 'BREAK_GLASS' THEN ${mayKnowOf(principal, bind)}
        WHEN n.event = 'WITHDRAWN' THEN ${documentSql(maySeeTombstone(principal), context)}
        ELSE ${documentSql(mayReadPublished(principal, now), context)} END
      AND (f.kind IS DISTINCT FROM 'INSTITUTION' OR ${documentSql(maySeeAttribution(principal), context)})`;
  }
}

const SELECT = `
  SELECT n.id, n.event, n.document_id AS "documentId", n.follow_id AS "followId",
    n.break_glass_access_id AS "breakGlassAccessId",
    n.version_number AS "versionNumber", n.created_at AS at, n.read_at AS "readAt"
  FROM notifications n JOIN documents d ON d.id = n.document_id
  JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
  LEFT JOIN follows f ON f.id = n.follow_id
  LEFT JOIN break_glass_accesses b ON b.id = n.break_glass_access_id`;
