import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Up to where a chain went at a moment, signed. Only ever added to. */
@Entity('audit_checkpoints')
export class AuditCheckpoint {
  @PrimaryColumn('uuid')
  chain!: string;

  @PrimaryColumn('bigint')
  position!: string;

  /** Of the link at that position. */
  @Column('bytea')
  hash!: Buffer;

  @Column('timestamptz')
  at!: Date;

  /** Ed25519, as SubjectPublicKeyInfo in DER. */
  @Column('bytea')
  publicKey!: Buffer;

  @Column('bytea')
  signature!: Buffer;
}
