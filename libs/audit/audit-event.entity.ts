import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** How it came out: done, refused to one who may not, or failed. */
export type AuditOutcome = 'DONE' | 'DENIED' | 'FAILED';

/** One line of the trail: who did what, acting for which institution, when. Never a title or a body. */
@Entity('audit_events')
@Index('audit_events_institution', ['institutionId', 'id'])
@Index('audit_events_user', ['userId', 'id'])
@Index('audit_events_subject', ['subjectId', 'id'])
export class AuditEvent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('timestamptz')
  at!: Date;

  /** Null for the system itself. */
  @Column('uuid', { nullable: true })
  userId!: string | null;

  /** The institution whose trail this belongs to: the acting one, or the one acted upon. */
  @Column('uuid', { nullable: true })
  institutionId!: string | null;

  /** In the past tense, as `document.published`. */
  @Column('text')
  event!: string;

  @Column('text')
  subjectType!: string;

  @Column('uuid')
  subjectId!: string;

  /** Small facts such as a version number or a level. */
  @Column('jsonb', { default: {} })
  details!: object;

  /** From where: a client's network address, `command line` or `worker`; null where that must not be told. */
  @Column('text', { nullable: true })
  origin!: string | null;

  /** Of the HTTP request, which its answer bears as well. */
  @Column('text', { nullable: true })
  requestId!: string | null;

  @Column('text', { default: 'DONE' })
  outcome!: AuditOutcome;
}
