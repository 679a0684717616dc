import type { MembershipStatus, Role } from '#kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * One person's role in one institution. A revoked membership stays as it is; whoever is invited again
 * gets a new one, so that nothing once shared with the old one by name comes back.
 */
@Entity('memberships')
@Index('memberships_one_living', ['userId', 'institutionId'], { unique: true, where: `status <> 'REVOKED'` })
@Index('memberships_institution', ['institutionId'])
export class Membership {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('text')
  role!: Role;

  @Column('boolean', { default: false })
  administrator!: boolean;

  @Column('boolean', { default: false })
  auditor!: boolean;

  @Column('text')
  status!: MembershipStatus;

  /** Whether members of other institutions find this person as a contact point. */
  @Column('boolean', { default: false })
  findable!: boolean;

  /** The membership no longer counts from this moment on; null is "until revoked". */
  @Column('timestamptz', { nullable: true })
  validUntil!: Date | null;

  /**
   * The expiry that the last sign-in through a federation has set; null for every other membership. While
   * validUntil is the same, the next such sign-in may move both; an expiry that an administrator has set stays.
   */
  @Column('timestamptz', { nullable: true })
  federatedUntil!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;
}
