import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A browser that somebody has signed in with. The cookie holds a random secret, of which this has the hash. */
@Entity('sessions')
@Unique(['hash'])
@Index('sessions_user', ['userId'])
export class Session {
  @PrimaryColumn('uuid')
  id!: string;

  /** SHA-256 of the secret, which has 256 random bits. */
  @Column('bytea')
  hash!: Buffer;

  @Column('uuid')
  @ForeignKey('User')
  userId!: string;

  /** Where the person signed in. */
  @Column('text')
  issuer!: string;

  @Column('timestamptz')
  createdAt!: Date;

  /** To the minute. */
  @Column('timestamptz')
  lastUsedAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}
