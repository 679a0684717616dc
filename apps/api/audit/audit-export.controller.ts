import { demandPermission } from '#access';
import { AuditExport } from '#audit';
import { Forbidden, Unauthenticated } from '#kernel';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Senders } from '../auth/senders.ts';

const FILE = /^([a-z0-9-]+)\.jsonl$/;

/** An institution's whole audit trail as a file that can be verified alone. */
@Controller('audit')
export class AuditExportController {
  private readonly trail: AuditExport;
  private readonly senders: Senders;

  constructor(trail: AuditExport, senders: Senders) {
    this.trail = trail;
    this.senders = senders;
  }

  /** 200 with JSON Lines for auditors of the institution; 401 without sign-in; 403 for everyone and all else. */
  @Get(':file')
  async export(
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.header('cache-control', 'no-store').header('vary', 'Authorization');
    try {
      const lines = await this.lines(FILE.exec(file)?.[1] ?? '', request);
      await reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="audit-${file}"`)
        .send(Readable.from(lines));
    } catch (error) {
      if (error instanceof Unauthenticated) await reply.status(401).send({ message: error.message });
      else if (error instanceof Forbidden) await reply.status(403).send({ message: error.message });
      else throw error;
    }
  }

  private async lines(slug: string, request: FastifyRequest): Promise<AsyncIterable<string>> {
    const principal = await this.senders.of(request);
    demandPermission(principal, 'audit.read');
    const own = principal.memberships.find(({ institutionSlug }) => institutionSlug === slug);
    return this.trail.lines(principal, { id: own?.institutionId ?? '', slug });
  }
}
