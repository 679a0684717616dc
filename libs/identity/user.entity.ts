import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** What an account is called once it is erased. */
export const FORMER_MEMBER = 'Former member';

/** A person, or a service account of an institution. */
export type UserKind = 'PERSON' | 'SERVICE';

/**
 * An account. Someone who is only invited has one that is not verified yet. Of an erased one only the id is
 * left, as a pseudonym in the trail and in documents.
 */
@Entity('users')
@Unique(['email'])
@Check(
  'users_erased_have_nothing',
  'erased_at IS NULL OR (email IS NULL AND verified_at IS NULL AND NOT operator)',
)
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  /** A service account acts like a person with one membership; it has no address and no password. */
  @Column('text', { default: 'PERSON' })
  kind!: UserKind;

  /** In lower case. Null for service accounts, erased accounts, and people whose issuer has verified none. */
  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text')
  name!: string;

  /** When the person first signed in, or when the operator vouched for the account. */
  @Column('timestamptz', { nullable: true })
  verifiedAt!: Date | null;

  /** Whether the person runs the platform. It opens nothing by itself; break-glass asks for it. */
  @Column('boolean', { default: false })
  operator!: boolean;

  /** From then on nothing signs in as this account: no token, no session, no issuer's word. */
  @Column('timestamptz', { nullable: true })
  deactivatedAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  /** When the person was forgotten, for good. */
  @Column('timestamptz', { nullable: true })
  erasedAt!: Date | null;
}
