import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A person, or a service account of an institution. */
export type UserKind = 'PERSON' | 'SERVICE';

/** An account. Someone who is only invited has one that is not verified yet. */
@Entity('users')
@Unique(['email'])
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  /** A service account acts like a person with one membership; it has no address and no password. */
  @Column('text', { default: 'PERSON' })
  kind!: UserKind;

  /** In lower case. Null for service accounts, and for people whose issuer has verified none. */
  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text')
  name!: string;

  /** When the person first signed in, or when the operator vouched for the account. */
  @Column('timestamptz', { nullable: true })
  verifiedAt!: Date | null;

  /** From then on nothing signs in as this account: no token, no session, no issuer's word. */
  @Column('timestamptz', { nullable: true })
  deactivatedAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;
}
