import { namedMembership, type Principal } from '#access';
import { Authentication, IdentityModule } from '#identity';
import { Injectable, Module } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Callers, CallersModule } from '../limits/callers.ts';

/** Who sends a request: the one way in for GraphQL and for everything beside it. */
@Injectable()
export class Senders {
  private readonly authentication: Authentication;
  private readonly callers: Callers;

  constructor(authentication: Authentication, callers: Callers) {
    this.authentication = authentication;
    this.callers = callers;
  }

  /**
   * The principal behind a request; `session` is the secret of a browser's session, where one counts. Throws
   * Unauthenticated, or Forbidden for an X-Institution that is not the sender's.
   */
  async of(request: FastifyRequest, session: string | null = null): Promise<Principal> {
    const { authorization, 'x-institution': named } = request.headers;
    const actingSlug = typeof named === 'string' && named !== '' ? named : null;
    const principal = await this.authentication.authenticate({ authorization, session, actingSlug });
    this.callers.remember(request, principal);
    if (actingSlug !== null) namedMembership(principal, actingSlug);
    return principal;
  }
}

@Module({ imports: [IdentityModule, CallersModule], providers: [Senders], exports: [Senders] })
export class SendersModule {}
