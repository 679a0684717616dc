import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A browser that has been sent to the issuer and has not come back yet. It can come back once. */
@Entity('sign_in_attempts')
@Index('sign_in_attempts_expiry', ['expiresAt'])
export class SignInAttempt {
  /** SHA-256 of the secret in the browser's cookie. */
  @PrimaryColumn('bytea')
  hash!: Buffer;

  @Column('text')
  state!: string;

  @Column('text')
  nonce!: string;

  /** Of PKCE, RFC 7636. */
  @Column('text')
  codeVerifier!: string;

  /** The local path to go on to. */
  @Column('text')
  returnTo!: string;

  @Column('timestamptz')
  expiresAt!: Date;
}
