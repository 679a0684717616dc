import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** The key in the address of a person's own feed. Only its hash is kept. */
@Entity('feed_tokens')
@Unique(['hash'])
@Index('feed_tokens_user', ['userId'])
export class FeedToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('User')
  userId!: string;

  /** Narrows the feed to what the membership in this institution reads; null narrows nothing. */
  @Column('uuid', { nullable: true })
  @ForeignKey('Institution')
  institutionId!: string | null;

  /** SHA-256 of the token. */
  @Column('bytea')
  hash!: Buffer;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}
