import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A named, living set of institutions. Its owner is always in it. */
@Entity('sharing_groups')
export class SharingGroup {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('uuid')
  @ForeignKey('Institution')
  ownerId!: string;

  @Column('timestamptz')
  createdAt!: Date;

  /** A deleted group adds nobody to any audience. */
  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;
}

export type GroupMemberStatus = 'INVITED' | 'ACCEPTED';

/** An institution's place in a sharing group; it counts once accepted. */
@Entity('sharing_group_members')
@Index('sharing_group_members_institution', ['institutionId'])
export class SharingGroupMember {
  @PrimaryColumn('uuid')
  @ForeignKey('SharingGroup')
  groupId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('text')
  status!: GroupMemberStatus;
}
