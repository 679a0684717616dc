import { SharingColumns } from '#documents';
import type { JointCentreForm, JointCentreStatus } from '#kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A joint research centre of organisations at home and partners abroad, as one institution records it. */
@Entity('joint_centres')
@Index('joint_centres_listed', ['createdAt', 'id'])
@Index('joint_centres_owner', ['institutionId'])
@Check('joint_centres_public_is_named', `NOT (level = 'PUBLIC' AND attribution = 'WITHHELD')`)
@Check('joint_centres_closed_after_founded', `closed_year >= founded_year`)
export class JointCentre {
  @PrimaryColumn('uuid')
  id!: string;

  /** The owner: the institution that keeps the record, whether or not it takes part in the centre. */
  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('text')
  name!: string;

  @Column('int', { nullable: true })
  foundedYear!: number | null;

  @Column('int', { nullable: true })
  closedYear!: number | null;

  /** Of DISCIPLINES; a centre may have several, and is then counted once in each. */
  @Column('text', { array: true, default: [] })
  disciplines!: string[];

  /** Of TECHNOLOGY_AREAS: the 17 of the Act and nothing else. */
  @Column('text', { array: true, default: [] })
  technologyAreas!: string[];

  /** Sectors that a source counts beside those 17, in its own words. */
  @Column('text', { array: true, default: [] })
  otherSectors!: string[];

  /** Where the centre is: province, region or state. */
  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { nullable: true })
  form!: JointCentreForm | null;

  @Column('text', { array: true, default: [] })
  funders!: string[];

  @Column('text')
  status!: JointCentreStatus;

  /** Who says so. */
  @Column('text', { nullable: true })
  sourceText!: string | null;

  @Column('text', { nullable: true })
  sourceUrl!: string | null;

  /** The day for which it says so. */
  @Column('date', { nullable: true })
  sourceDate!: string | null;

  @Column(() => SharingColumns, { prefix: false })
  sharing!: SharingColumns;

  /** Counts from 1; grows with every change, so that nobody overwrites what they have not seen. */
  @Column('int')
  version!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  /** Set once it is deleted. Nobody reads it from then on; the trail keeps what became of it. */
  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;
}

/** On which side of a centre an organisation stands. */
export type CentreSide = 'DOMESTIC' | 'PARTNER';

/** One organisation of a centre: one of our institutions, a partner of the registry, or a name alone. */
@Entity('joint_centre_organisations')
@Index('joint_centre_organisations_institution', ['institutionId'])
@Index('joint_centre_organisations_partner', ['partnerId'])
@Check('joint_centre_organisations_one', `num_nonnulls(institution_id, partner_id, name) = 1`)
export class JointCentreOrganisation {
  @PrimaryColumn('uuid')
  @ForeignKey('JointCentre')
  centreId!: string;

  @PrimaryColumn('text')
  side!: CentreSide;

  /** Counts from 1 within the side. */
  @PrimaryColumn('int')
  number!: number;

  @Column('uuid', { nullable: true })
  @ForeignKey('Institution')
  institutionId!: string | null;

  @Column('uuid', { nullable: true })
  @ForeignKey('Partner')
  partnerId!: string | null;

  /** As it was written; only where no institution and no partner is meant for sure. */
  @Column('text', { nullable: true })
  name!: string | null;
}

/** What makes a repeated import recognisable: which record of which source became which centre. */
@Entity('joint_centre_imports')
export class JointCentreImport {
  @PrimaryColumn('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  /** The record's externalId, or the hash of what it says. */
  @PrimaryColumn('text')
  recordKey!: string;

  @Column('uuid')
  @ForeignKey('JointCentre')
  centreId!: string;

  @Column('text')
  contentHash!: string;

  @Column('timestamptz')
  importedAt!: Date;
}
