import { type UserPrincipal } from '#access';
import { Attachment, holdUploads } from '#attachments';
import { id, parseInput, SHORT_TEXT, text } from '#input';
import { Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { z } from 'zod';
import { DocumentWriter, type Writing } from '../writing/document-writer.ts';
import { DraftsService } from '../writing/drafts.service.ts';
import { DocumentVersionAttachment } from './document-version-attachment.entity.ts';

/** Attachments of one version. */
const MOST_ATTACHMENTS = 20;

const ids = z
  .array(id)
  .min(1, 'must not be empty')
  .max(MOST_ATTACHMENTS)
  .transform((list) => [...new Set(list)]);

/** What is said of a change, as in DocumentEditInput. */
const changeWords = z.object({ changeNote: text(SHORT_TEXT).nullish(), material: z.boolean().nullish() });
export type ChangeWords = z.infer<typeof changeWords>;

/**
 * Attaching files to documents, and detaching them. Either makes the next version, as every edit does; the
 * versions before it keep what they have.
 */
@Injectable()
export class DocumentAttachmentsService {
  private readonly writer: DocumentWriter;
  private readonly drafts: DraftsService;

  constructor(writer: DocumentWriter, drafts: DraftsService) {
    this.writer = writer;
    this.drafts = drafts;
  }

  /**
   * Makes a next version that has the caller's uploads as well, behind what the latest has. Throws NOT_FOUND,
   * FORBIDDEN, CONFLICT, STATE, or INVALID for too many attachments and for a file that was refused.
   */
  async attach(
    principal: UserPrincipal,
    documentId: string,
    expectedVersion: number,
    uploadIds: readonly string[],
    words: ChangeWords,
  ): Promise<void> {
    await this.writer.write(principal, documentId, 'document.edit', expectedVersion, async (writing) => {
      const { manager, actor, document, now } = writing;
      const wanted = parseInput(ids, uploadIds, ['uploadIds']);
      const { institutionId } = document;
      const uploads = await holdUploads(manager, { userId: actor.userId, institutionId, now }, wanted);
      const present = await attachmentsOf(writing);
      if (present.length + uploads.length > MOST_ATTACHMENTS) {
        const message = `A document has at most ${MOST_ATTACHMENTS} attachments.`;
        throw Refusal.of('INVALID', message, ['uploadIds']);
      }
      await manager.update(Attachment, { id: In(wanted) }, { documentId: document.id });
      await this.drafts.editWithin(writing, parseInput(changeWords, words), {
        event: 'document.attached',
        attachmentIds: [...present, ...wanted],
        details: { attachmentIds: wanted },
      });
    });
  }

  /**
   * Makes a next version without these attachments. Throws NOT_FOUND, also when the latest version has not
   * all of them, FORBIDDEN, CONFLICT, STATE or INVALID.
   */
  async detach(
    principal: UserPrincipal,
    documentId: string,
    expectedVersion: number,
    attachmentIds: readonly string[],
    words: ChangeWords,
  ): Promise<void> {
    await this.writer.write(principal, documentId, 'document.edit', expectedVersion, async (writing) => {
      const unwanted = parseInput(ids, attachmentIds, ['attachmentIds']);
      const present = await attachmentsOf(writing);
      if (!unwanted.every((one) => present.includes(one))) throw Refusal.notFound(['attachmentIds']);
      await this.drafts.editWithin(writing, parseInput(changeWords, words), {
        event: 'document.detached',
        attachmentIds: present.filter((one) => !unwanted.includes(one)),
        details: { attachmentIds: unwanted },
      });
    });
  }
}

/** Those of the latest version, in their order. */
async function attachmentsOf({ manager, latest }: Writing): Promise<string[]> {
  const rows = await manager.find(DocumentVersionAttachment, {
    where: { documentId: latest.documentId, versionNumber: latest.number },
    order: { position: 'ASC', attachmentId: 'ASC' },
  });
  return rows.map(({ attachmentId }) => attachmentId);
}
