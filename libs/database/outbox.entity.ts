import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A document of which an index may hold an older state. Every index has a row of its own, since each of them
 * follows by itself. The rows are written in the transaction that changes the document and go when their index
 * has confirmed; until then searches of that index leave the document out, if an older state may be in it.
 */
@Entity('search_outbox')
@Index('search_outbox_due', ['generation', 'dueAt'])
@Index('search_outbox_stale', ['generation'], { where: 'stale' })
export class SearchOutboxEntry {
  /** Of the index, see `SearchEngine.generation`. */
  @PrimaryColumn('text')
  generation!: string;

  @PrimaryColumn('uuid')
  documentId!: string;

  /** Of the newest change; an entry goes only when this very revision was indexed. */
  @Column('bigint')
  revision!: string;

  /** Whether the index may hold an older state of it, which no search may count meanwhile. */
  @Column('boolean')
  stale!: boolean;

  @Column('timestamptz')
  enqueuedAt!: Date;

  /** Not to be tried before. */
  @Column('timestamptz')
  dueAt!: Date;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('text', { nullable: true })
  lastError!: string | null;
}
