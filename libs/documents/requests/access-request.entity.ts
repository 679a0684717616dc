import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export type AccessRequestStatus = 'PENDING' | 'GRANTED' | 'DECLINED';

/** An institution asks to read a document of which it sees only the stub. */
@Entity('access_requests')
@Index('access_requests_one_pending', ['documentId', 'institutionId'], {
  unique: true,
  where: `status = 'PENDING'`,
})
@Index('access_requests_institution', ['institutionId', 'createdAt'])
export class AccessRequest {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('Document')
  documentId!: string;

  /** Which institution asks. */
  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('uuid')
  @ForeignKey('User')
  requestedById!: string;

  @Column('text')
  reason!: string;

  @Column('text')
  status!: AccessRequestStatus;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('uuid', { nullable: true })
  @ForeignKey('User')
  decidedById!: string | null;

  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;

  /** What the owner answers, in words. */
  @Column('text', { nullable: true })
  note!: string | null;
}

/** An institution may read a document beyond its sharing, for a time. */
@Entity('access_grants')
@Index('access_grants_institution', ['institutionId'])
export class AccessGrant {
  @PrimaryColumn('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('timestamptz')
  grantedAt!: Date;

  /** Exclusive. */
  @Column('timestamptz')
  expiresAt!: Date;
}
