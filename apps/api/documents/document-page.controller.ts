import { demandPermission } from '#access';
import { DocumentsReadModel, ReadingsService, renderMarkdown, type DocumentRow } from '#documents';
import { escapeMarkup, Forbidden, isId, Unauthenticated } from '#kernel';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Senders } from '../auth/senders.ts';

const FIELDS = new Set([
  ...['title', 'summary', 'body', 'language', 'institution', 'sharing', 'sharing.tlp', 'versionNumber'],
]);
const POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const NOTHING = 'There is no such document, or you may not see it.';

/** The page that links in mails, feeds and webhooks lead to: a document as its reader sees it. */
@Controller('documents')
export class DocumentPageController {
  private readonly documents: DocumentsReadModel;
  private readonly senders: Senders;
  private readonly readings: ReadingsService;

  constructor(documents: DocumentsReadModel, senders: Senders, readings: ReadingsService) {
    this.documents = documents;
    this.senders = senders;
    this.readings = readings;
  }

  /** 200 with the document, 410 with what is left of one that was withdrawn, 404 for anything else; 401. */
  @Get(':id')
  async page(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [status, title, content, language] = await this.answer(id, request);
    void reply
      .status(status)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'Authorization');
    await reply.send(
      `<!doctype html><html lang="${escapeMarkup(language)}"><head><meta charset="utf-8"><title>${escapeMarkup(title)}</title></head>` +
        `<body><main><h1>${escapeMarkup(title)}</h1>${content}</main></body></html>`,
    );
  }

  private async answer(id: string, request: FastifyRequest): Promise<[number, string, string, string]> {
    let principal;
    try {
      principal = await this.senders.of(request);
      demandPermission(principal, 'document.read');
    } catch (error) {
      if (error instanceof Unauthenticated) return [401, 'Not signed in', paragraph(error.message), 'en'];
      if (error instanceof Forbidden) return [403, 'Not allowed', paragraph(error.message), 'en'];
      throw error;
    }
    const row = isId(id) ? await this.documents.find(principal, id, FIELDS) : null;
    if (row) {
      this.readings.opened(principal, row as DocumentRow & { versionNumber: number });
      const { tlp } = row.sharing as { tlp: string };
      const from = (row.institution as { name: string } | null)?.name;
      const head = [from, `TLP:${tlp.replace('_', '+')}`].filter(Boolean).join(' · ');
      const content = `${paragraph(head)}${paragraph(row.summary as string)}<hr>${renderMarkdown(row.body as string)}`;
      return [200, row.title as string, content, row.language as string];
    }
    const gone = await this.documents.findTombstone(principal, id);
    if (gone) return [410, 'Withdrawn', paragraph(gone.reason), 'en'];
    this.readings.denied(principal, id, 'page');
    return [404, 'Not found', paragraph(NOTHING), 'en'];
  }
}

function paragraph(text: string): string {
  return `<p>${escapeMarkup(text)}</p>`;
}
