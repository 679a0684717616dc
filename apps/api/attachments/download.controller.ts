import { actingForReading, type Principal } from '#access';
import { AuditTrail } from '#audit';
import { AttachmentDownloads, type Download } from '#documents';
import { Forbidden, Unauthenticated } from '#kernel';
import {
  Controller,
  ForbiddenException,
  Get,
  Logger,
  NotFoundException,
  Query,
  Req,
  Res,
  UnauthorizedException,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Senders } from '../auth/senders.ts';

/** Where links lead, below the address of the server. */
export const DOWNLOAD_PATH = 'attachments/download';

/** What a browser would have to be talked out of: it shows nothing of it and runs nothing in it. */
const POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Gives out attachments behind links. */
@Controller(DOWNLOAD_PATH)
export class DownloadController {
  private readonly logger = new Logger(DownloadController.name);
  private readonly downloads: AttachmentDownloads;
  private readonly senders: Senders;
  private readonly trail: AuditTrail;

  constructor(downloads: AttachmentDownloads, senders: Senders, trail: AuditTrail) {
    this.downloads = downloads;
    this.senders = senders;
    this.trail = trail;
  }

  /**
   * 200 with the file, for whom the link was made; 404 for everything else, whatever is the matter; 401 for a
   * token that is not valid. The link alone is enough, for a browser that follows it sends nothing else; who
   * does send a token must be the same person.
   */
  @Get()
  async download(
    @Query('link') link: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const sender = await this.sender(request);
    const download = typeof link === 'string' ? await this.downloads.open(link, sender) : null;
    if (!download) throw new NotFoundException();
    await this.note(download);
    const { attachmentId, name, mediaType, size } = download;
    const content = await download.content();
    content.once('error', (error) => this.logger.error(`Attachment ${attachmentId}: ${error.message}`));
    void reply
      .type(mediaType.startsWith('text/') ? 'text/plain; charset=utf-8' : mediaType)
      .header('content-length', size)
      .header('content-disposition', disposition(name))
      .header('content-security-policy', POLICY)
      .header('cross-origin-resource-policy', 'same-origin')
      .header('cache-control', 'private, no-store')
      .header('x-robots-tag', 'noindex');
    await reply.send(content);
  }

  private async sender(request: FastifyRequest): Promise<Principal> {
    try {
      return await this.senders.of(request);
    } catch (error) {
      if (error instanceof Unauthenticated) throw new UnauthorizedException();
      if (error instanceof Forbidden) throw new ForbiddenException();
      throw error;
    }
  }

  /** Who took what, in the trail of the institution they belong to. */
  private async note({ reader, documentId, attachmentId, versionNumber }: Download): Promise<void> {
    if (reader.type !== 'user') return;
    await this.trail.note({
      userId: reader.userId,
      institutionId: actingForReading(reader)?.institutionId ?? null,
      event: 'document.attachment_downloaded',
      subjectType: 'document',
      subjectId: documentId,
      details: { attachmentId, version: versionNumber },
    });
  }
}

/** The file's name for every client: what is not plain ASCII only in the newer form (RFC 6266, RFC 8187). */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
