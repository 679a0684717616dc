import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What happens to a document and can be told to those who may read it. */
export type DocumentEvent = 'PUBLISHED' | 'CHANGED' | 'WITHDRAWN';

/** What a person can be told. BREAK_GLASS: an operator was let into a document of the person's institution. */
export type NotificationEvent = DocumentEvent | 'BREAK_GLASS';

/**
 * That somebody was told of something. It says nothing of the document itself: that is read anew, under the
 * access rule, whenever the notification is shown or sent.
 */
@Entity('notifications')
@Index('notifications_once', ['userId', 'documentId', 'event', 'versionNumber'], {
  unique: true,
  where: 'break_glass_access_id IS NULL',
})
@Index('notifications_break_glass', ['breakGlassAccessId', 'userId'], {
  unique: true,
  where: 'break_glass_access_id IS NOT NULL',
})
@Index('notifications_listed', ['userId', 'createdAt', 'id'])
@Index('notifications_unmailed', ['userId', 'createdAt'], { where: 'mailed_at IS NULL' })
@Index('notifications_document', ['documentId'])
export class Notification {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @Column('text')
  event!: NotificationEvent;

  @Column('int')
  versionNumber!: number;

  /** Why this person is told: what they followed. It may have ended since. */
  @Column('uuid', { nullable: true })
  followId!: string | null;

  /** The access that is told of; of BREAK_GLASS only. */
  @Column('uuid', { nullable: true })
  @ForeignKey('BreakGlassAccess')
  breakGlassAccessId!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  readAt!: Date | null;

  /** When it went out by mail, or was left out of one. */
  @Column('timestamptz', { nullable: true })
  mailedAt!: Date | null;
}
