import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** How an issuer knows the person of an account. An address is no identity: it can be claimed twice. */
@Entity('identities')
@Index('identities_user', ['userId'])
export class Identity {
  @PrimaryColumn('text')
  issuer!: string;

  @PrimaryColumn('text')
  subject!: string;

  @Column('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('timestamptz')
  createdAt!: Date;

  /** When a sign-in was last written down; access tokens are, once a day. */
  @Column('timestamptz', { nullable: true })
  lastSeenAt!: Date | null;
}
