import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** What a person can be told. */
export type NotificationEvent = 'PUBLISHED' | 'CHANGED' | 'WITHDRAWN';

/**
 * That somebody was told of something. It says nothing of the document itself: that is read anew, under the
 * access rule, whenever the notification is shown or sent.
 */
@Entity('notifications')
@Unique(['userId', 'documentId', 'event', 'versionNumber'])
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

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  readAt!: Date | null;

  /** When it went out by mail, or was left out of one. */
  @Column('timestamptz', { nullable: true })
  mailedAt!: Date | null;
}
