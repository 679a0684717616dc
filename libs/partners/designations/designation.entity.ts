import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** What a public list says about a partner: a sourced and dated statement, never a verdict. */
@Entity('designations')
@Unique(['list', 'entryKey'])
@Index('designations_partner', ['partnerId'])
export class Designation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('Partner')
  partnerId!: string;

  /** Name of the list. */
  @Column('text')
  list!: string;

  /** What tells the entry from others of the list. */
  @Column('text')
  entryKey!: string;

  /** The name under which the list has it. */
  @Column('text')
  nameOnList!: string;

  @Column('text')
  category!: string;

  @Column('text', { nullable: true })
  summary!: string | null;

  @Column('text', { nullable: true })
  sourceUrl!: string | null;

  /** The day for which the list says so; the day on which it was read, where the list gives none. */
  @Column('date')
  asOf!: string;

  /** Of the entry, for telling whether it has changed. */
  @Column('text')
  contentHash!: string;

  @Column('timestamptz')
  importedAt!: Date;
}
