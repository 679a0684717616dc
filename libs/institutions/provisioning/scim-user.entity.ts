import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What an institution's directory says of one of its people, beside the membership, which says what counts. */
@Entity('scim_users')
@Index('scim_users_user_name', ['institutionId', 'userName'], { unique: true })
export class ScimUser {
  @PrimaryColumn('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('text')
  userName!: string;

  @Column('text', { nullable: true })
  externalId!: string | null;

  @Column('text', { nullable: true })
  displayName!: string | null;

  /** The address that the person was provisioned under. */
  @Column('text')
  email!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
