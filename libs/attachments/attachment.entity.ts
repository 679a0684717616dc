import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** UPLOADED: no scanner has looked at it. CLEAN: one has, and found nothing. REFUSED: it found something. */
export type AttachmentState = 'UPLOADED' | 'CLEAN' | 'REFUSED';

/** What became of the words in it. NONE: it is of a kind that has none. */
export type AttachmentTextState = 'WAITING' | 'EXTRACTED' | 'NONE' | 'FAILED';

/**
 * A file. Its bytes are in the attachment store under its id and never change; which versions of which
 * document have it is the documents' business. Until it is attached it belongs to whoever uploaded it.
 */
@Entity('attachments')
@Index('attachments_due', ['dueAt'], { where: 'due_at IS NOT NULL' })
@Index('attachments_unattached', ['uploadedAt'], { where: 'document_id IS NULL' })
export class Attachment {
  @PrimaryColumn('uuid')
  id!: string;

  /** The institution that the uploader acted for; only its documents can get it. */
  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  /** The one document whose versions have it; null for an upload that waits to be attached. */
  @Column('uuid', { nullable: true })
  @ForeignKey('Document')
  documentId!: string | null;

  @Column('text')
  name!: string;

  /** By its content, not as the uploader said. */
  @Column('text')
  mediaType!: string;

  /** In bytes. */
  @Column('int')
  size!: number;

  @Column('bytea')
  sha256!: Buffer;

  @Column('text')
  state!: AttachmentState;

  @Column('text')
  textState!: AttachmentTextState;

  /** Why it was refused, or why it has no text, in plain words. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('uuid')
  @ForeignKey('User')
  uploadedById!: string;

  @Column('timestamptz')
  uploadedAt!: Date;

  /** When a worker is to look at it; while one does, when another may take over. Null when all is done. */
  @Column('timestamptz', { nullable: true })
  dueAt!: Date | null;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('text', { nullable: true })
  lastError!: string | null;
}

/** The words of an attachment, as far as they could be taken out of it. */
@Entity('attachment_texts')
export class AttachmentText {
  @PrimaryColumn('uuid')
  @ForeignKey('Attachment')
  attachmentId!: string;

  @Column('text')
  text!: string;
}
