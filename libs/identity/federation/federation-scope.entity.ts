import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A scope that an issuer may speak for, and the institution whose reading it opens. */
@Entity('federation_scopes')
@Index('federation_scopes_institution', ['institutionId'])
export class FederationScope {
  @PrimaryColumn('text')
  issuer!: string;

  /** What stands behind the @ of eduPersonScopedAffiliation, in lower case. */
  @PrimaryColumn('text')
  scope!: string;

  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  /** Affiliations that make a READER, as `staff`. */
  @Column('text', { array: true })
  affiliations!: string[];

  @Column('timestamptz')
  createdAt!: Date;
}
