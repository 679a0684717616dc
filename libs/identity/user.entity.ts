import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** An account. Someone who is only invited has one that is not verified yet. */
@Entity('users')
@Unique(['email'])
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  /** In lower case. */
  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  /** When the person first signed in, or when the operator vouched for the account. */
  @Column('timestamptz', { nullable: true })
  verifiedAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;
}
