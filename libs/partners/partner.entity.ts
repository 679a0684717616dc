import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** As the Research Organization Registry says it. */
export type PartnerStatus = 'active' | 'inactive' | 'withdrawn';

/** An outside organisation that one may collaborate with. */
@Entity('partners')
@Unique(['rorId'])
@Index('partners_listed', ['name', 'id'])
@Index('partners_redirected', ['redirectToId'])
export class Partner {
  @PrimaryColumn('uuid')
  id!: string;

  /** The full URL, https://ror.org/…; null for one that no registry has. */
  @Column('text', { nullable: true })
  rorId!: string | null;

  /** The name to show. */
  @Column('text')
  name!: string;

  /** ISO 3166-1 alpha-2. */
  @Column('text')
  country!: string;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { nullable: true })
  city!: string | null;

  @Column('text')
  status!: PartnerStatus;

  @Column('text', { nullable: true })
  website!: string | null;

  /** What sort of organisation, in the registry's words: education, facility, … */
  @Column('text', { array: true, default: [] })
  types!: string[];

  /** The year. */
  @Column('int', { nullable: true })
  established!: number | null;

  /** What it was merged into or replaced by; may point to one that is not there (yet). */
  @Column('uuid', { nullable: true })
  redirectToId!: string | null;

  /** The institution that added it, where no registry has it. */
  @Column('uuid', { nullable: true })
  @ForeignKey('Institution')
  addedById!: string | null;

  /** Of the registry's record, for telling whether it has changed. */
  @Column('text', { nullable: true })
  recordHash!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}
