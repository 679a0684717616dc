import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * That an operator was let into one document for a time, and why. Nothing of it changes afterwards but when
 * it was ended.
 */
@Entity('break_glass_accesses')
@Index('break_glass_accesses_institution', ['institutionId', 'openedAt', 'id'])
export class BreakGlassAccess {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('Document')
  documentId!: string;

  /** The owner, which is told. */
  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('uuid')
  @ForeignKey('User')
  operatorId!: string;

  @Column('text')
  reason!: string;

  @Column('timestamptz')
  openedAt!: Date;

  /** Nothing can be read from this moment on. */
  @Column('timestamptz')
  expiresAt!: Date;

  /** When it was ended before its time. */
  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}

/** That the document was read once through an access. */
@Entity('break_glass_readings')
@Index('break_glass_readings_access', ['accessId'])
export class BreakGlassReading {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('BreakGlassAccess')
  accessId!: string;

  @Column('int')
  versionNumber!: number;

  @Column('timestamptz')
  readAt!: Date;
}

/** A mail about an access that has still to go out to somebody who was told of it. */
@Entity('break_glass_mails')
@Index('break_glass_mails_due', ['dueAt'])
export class BreakGlassMail {
  @PrimaryColumn('uuid')
  @ForeignKey('Notification', { onDelete: 'CASCADE' })
  notificationId!: string;

  /** Not before this moment; while a worker is sending, when another may take over from it. */
  @Column('timestamptz')
  dueAt!: Date;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('text', { nullable: true })
  lastError!: string | null;
}
