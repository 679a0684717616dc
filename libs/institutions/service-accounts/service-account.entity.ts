import type { Scope } from '#access';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A program of one institution: an account of kind SERVICE with exactly one membership. */
@Entity('service_accounts')
@Index('service_accounts_institution', ['institutionId'])
export class ServiceAccount {
  @PrimaryColumn('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('uuid')
  @ForeignKey('Membership')
  membershipId!: string;

  /** What its tokens may be used for at the most; never empty, never `administer`. */
  @Column('text', { array: true })
  scopes!: Scope[];

  @Column('uuid')
  @ForeignKey('User')
  createdById!: string;

  @Column('timestamptz')
  createdAt!: Date;
}
