import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * Something that happened to a document and that people may want to hear of. Written in the transaction in
 * which it happens; ids only: what may be told, and to whom, is found out when it is told.
 */
@Entity('notice_outbox')
@Index('notice_outbox_due', ['dueAt', 'id'])
export class NoticeOutboxEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('uuid')
  documentId!: string;

  /** One of `NoticeEvent`. */
  @Column('text')
  event!: string;

  /** Of the version that readers saw from then on. */
  @Column('int')
  versionNumber!: number;

  /** Who did it, and so need not be told; null for nobody in particular. */
  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('timestamptz')
  queuedAt!: Date;

  /** Not to be told before. */
  @Column('timestamptz')
  dueAt!: Date;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('text', { nullable: true })
  lastError!: string | null;
}
