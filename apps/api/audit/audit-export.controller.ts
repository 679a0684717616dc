import { AuditExport } from '#audit';
import { Authentication } from '#identity';
import { Forbidden, Unauthenticated } from '#kernel';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { permissionRule } from '#access';

const FILE = /^([a-z0-9-]+)\.jsonl$/;

/** An institution's whole audit trail as a file that can be verified alone. */
@Controller('audit')
export class AuditExportController {
  private readonly trail: AuditExport;
  private readonly authentication: Authentication;

  constructor(trail: AuditExport, authentication: Authentication) {
    this.trail = trail;
    this.authentication = authentication;
  }

  /** 200 with JSON Lines for auditors of the institution; 401 without sign-in; 403 for everyone and all else. */
  @Get(':file')
  async export(
    @Param('file') file: string,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.header('cache-control', 'no-store').header('vary', 'Authorization');
    try {
      const lines = await this.lines(FILE.exec(file)?.[1] ?? '', headers.authorization);
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

  private async lines(slug: string, authorization: string | undefined): Promise<AsyncIterable<string>> {
    const principal = await this.authentication.authenticate({ authorization });
    if (principal.type !== 'user')
      throw new Unauthenticated('Sign in first: send an API token as a bearer token.');
    const { scopes, memberships } = principal;
    const { scope } = permissionRule('audit.read');
    if (scopes.length > 0 && !scopes.includes(scope))
      throw new Forbidden(`The token lacks the scope "${scope}".`);
    const id = memberships.find(({ institutionSlug }) => institutionSlug === slug)?.institutionId ?? '';
    return this.trail.lines(principal, { id, slug });
  }
}
