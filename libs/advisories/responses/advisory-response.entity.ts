import type { ResponseStatus } from '#kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What an institution has said about an advisory; there is none while it has said nothing. */
@Entity('advisory_responses')
@Index('advisory_responses_institution', ['institutionId'])
export class AdvisoryResponse {
  @PrimaryColumn('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  /** The material version that asked: see ASKING_VERSION. A later one asks again, and this stays as it is. */
  @PrimaryColumn('int')
  askingVersion!: number;

  /** The version that was published when this was said. */
  @Column('int')
  versionNumber!: number;

  @Column('text')
  status!: Exclude<ResponseStatus, 'PENDING'>;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid', { nullable: true })
  @ForeignKey('User')
  respondedById!: string | null;

  @Column('timestamptz')
  respondedAt!: Date;
}

/** That the issuer has reminded those who had not answered. Who they are is worked out when they look. */
@Entity('advisory_reminders')
export class AdvisoryReminder {
  @PrimaryColumn('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @PrimaryColumn('timestamptz')
  remindedAt!: Date;

  /** The material version that asked. */
  @Column('int')
  askingVersion!: number;

  @Column('uuid', { nullable: true })
  @ForeignKey('User')
  remindedById!: string | null;
}
