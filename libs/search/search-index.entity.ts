import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * An index that this database keeps up to date: every change of a document is queued for it. An index that is
 * not registered here is not searched, since nobody knows what is in it.
 */
@Entity('search_indexes')
export class SearchIndex {
  /** See `SearchEngine.generation`. */
  @PrimaryColumn('text')
  generation!: string;

  @Column('text')
  engine!: string;

  @Column('timestamptz')
  adoptedAt!: Date;

  /** When an indexer last had it open. */
  @Column('timestamptz')
  seenAt!: Date;

  /** When it had everything for the first time; null before that. */
  @Column('timestamptz', { nullable: true })
  filledAt!: Date | null;

  /** For a fresh index that is being built: the generation of the one in whose place it will be put. */
  @Column('text', { nullable: true })
  replaces!: string | null;

  /** One word for why it cannot be changed at present; null when it can. */
  @Column('text', { nullable: true })
  lastError!: string | null;
}
