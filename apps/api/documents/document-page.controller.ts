import { DocumentsReadModel, ReadingsService, renderMarkdown, type DocumentRow } from '#documents';
import { Authentication } from '#identity';
import { escapeMarkup, isId, Unauthenticated } from '#kernel';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Callers } from '../limits/callers.ts';

const FIELDS = new Set([
  ...['title', 'summary', 'body', 'language', 'institution', 'sharing', 'sharing.tlp', 'versionNumber'],
]);
const POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const NOTHING = 'There is no such document, or you may not see it.';

/** The page that links in mails, feeds and webhooks lead to: a document as its reader sees it. */
@Controller('documents')
export class DocumentPageController {
  private readonly documents: DocumentsReadModel;
  private readonly authentication: Authentication;
  private readonly readings: ReadingsService;
  private readonly callers: Callers;

  constructor(
    documents: DocumentsReadModel,
    authentication: Authentication,
    readings: ReadingsService,
    callers: Callers,
  ) {
    this.documents = documents;
    this.authentication = authentication;
    this.readings = readings;
    this.callers = callers;
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
    const { authorization } = request.headers;
    let principal;
    try {
      principal = await this.authentication.authenticate({ authorization });
      this.callers.remember(request, principal);
    } catch (error) {
      if (error instanceof Unauthenticated) return [401, 'Not signed in', paragraph(error.message), 'en'];
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
