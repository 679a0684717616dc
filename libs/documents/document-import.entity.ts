import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What makes a repeated import recognisable: which record of which source became which document. */
@Entity('document_imports')
export class DocumentImport {
  @PrimaryColumn('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  /** The record's externalId, or its path and content hash. */
  @PrimaryColumn('text')
  recordKey!: string;

  @Column('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @Column('text')
  contentHash!: string;

  @Column('timestamptz')
  importedAt!: Date;
}
