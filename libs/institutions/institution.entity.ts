import type { InstitutionKind, InstitutionStatus } from '#kernel';
import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A member organisation. */
@Entity('institutions')
@Unique(['slug'])
@Unique(['rorId'])
export class Institution {
  @PrimaryColumn('uuid')
  id!: string;

  /** Short name for headers and the command line; lower-case letters, digits and hyphens. */
  @Column('text')
  slug!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: InstitutionKind;

  @Column('text')
  status!: InstitutionStatus;

  /** ISO 3166-1 alpha-2. */
  @Column('text')
  country!: string;

  /** The full URL, https://ror.org/…, as the Research Organization Registry writes it. */
  @Column('text', { nullable: true })
  rorId!: string | null;

  /** The capability ISSUE_ADVISORIES, given by the operator. */
  @Column('boolean', { default: false })
  mayIssueAdvisories!: boolean;

  @Column('timestamptz')
  createdAt!: Date;
}
