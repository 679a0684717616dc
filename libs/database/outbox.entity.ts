import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A document whose index entry may be out of date. The row is written in the transaction that changes the
 * document and goes when the index has confirmed; until then searches leave the document out.
 */
@Entity('search_outbox')
@Index('search_outbox_due', ['dueAt'])
export class SearchOutboxEntry {
  @PrimaryColumn('uuid')
  documentId!: string;

  /** Of the newest change; an entry goes only when this very revision was indexed. */
  @Column('bigint')
  revision!: string;

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
