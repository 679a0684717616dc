import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A document whose index entry may be out of date. The row is written in the transaction that changes the
 * document and goes when the index has confirmed; until then searches leave the document out, if an older
 * state of it may be in the index.
 */
@Entity('search_outbox')
@Index('search_outbox_due', ['dueAt'])
export class SearchOutboxEntry {
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
