import type { Scope } from '#access';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** An API token. Only its hash is kept; the token itself is shown once, when it is made. */
@Entity('api_tokens')
@Unique(['hash'])
@Index('api_tokens_user', ['userId'])
export class ApiToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('User')
  userId!: string;

  /** Narrows the token to the user's membership in this institution; null narrows nothing. */
  @Column('uuid', { nullable: true })
  @ForeignKey('Institution')
  institutionId!: string | null;

  /** SHA-256 of the token. The token has 256 random bits, so a slow hash would add nothing. */
  @Column('bytea')
  hash!: Buffer;

  @Column('text', { array: true, default: [] })
  scopes!: Scope[];

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  /** To the minute, so that a busy client does not write with every read. */
  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;
}
