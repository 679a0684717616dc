import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** That a version of a document has an attachment. Like the version itself it never changes. */
@Entity('document_version_attachments')
@Index('document_version_attachments_attachment', ['attachmentId'])
export class DocumentVersionAttachment {
  @PrimaryColumn('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @PrimaryColumn('int')
  versionNumber!: number;

  @PrimaryColumn('uuid')
  @ForeignKey('Attachment')
  attachmentId!: string;

  /** In which order they are shown, from 0. */
  @Column('smallint')
  position!: number;
}
