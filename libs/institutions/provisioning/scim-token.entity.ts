import type { Role } from '#kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** With it an institution's directory provisions its people by SCIM. Only its hash is kept. */
@Entity('scim_tokens')
@Unique(['hash'])
@Index('scim_tokens_institution', ['institutionId'])
export class ScimToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  /** SHA-256 of the token, which has 256 random bits. */
  @Column('bytea')
  hash!: Buffer;

  /** What people get that it provisions. */
  @Column('text')
  role!: Role;

  @Column('uuid')
  @ForeignKey('User')
  createdById!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  /** To the minute. */
  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;
}
