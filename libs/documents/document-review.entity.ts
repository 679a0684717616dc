import type { ReviewDecision } from '#kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { SharingColumns } from './document.entity.ts';

/** One review. It covers exactly the version and the sharing that the reviewer saw. */
@Entity('document_reviews')
@Index('document_reviews_version', ['documentId', 'versionNumber'])
export class DocumentReview {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @Column('int')
  versionNumber!: number;

  @Column('uuid')
  @ForeignKey('User')
  reviewerId!: string;

  @Column('text')
  decision!: ReviewDecision;

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column(() => SharingColumns, { prefix: false })
  sharing!: SharingColumns;

  @Column('timestamptz')
  createdAt!: Date;
}
