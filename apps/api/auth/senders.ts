import { anonymous, namedMembership, type Principal, type UserPrincipal } from '#access';
import { Authentication, IdentityModule, type RequestFacts, type ShownCredential } from '#identity';
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
    const shown = await this.authentication.shown(factsOf(request, session));
    return this.known(request, shown);
  }

  /**
   * The same without waiting, where the sender is known from a moment ago: `confirmed` then gives the principal
   * of this moment, the very same if nothing has changed, or rejects with what `of` would have thrown.
   */
  async presume(request: FastifyRequest, session: string | null = null): Promise<Sender> {
    const shown = await this.authentication.shown(factsOf(request, session));
    const presumed = shown?.presume(actingSlugOf(request));
    if (!presumed || !mayActAsNamed(presumed.principal)) {
      return { principal: await this.known(request, shown), confirmed: null };
    }
    const confirmed = presumed.confirmed.then((principal) => this.welcome(request, principal));
    confirmed.catch(() => undefined);
    return { principal: presumed.principal, confirmed };
  }

  private async known(request: FastifyRequest, shown: ShownCredential | null): Promise<Principal> {
    return this.welcome(request, shown ? await shown.principal(actingSlugOf(request)) : anonymous);
  }

  /** Throws Forbidden when the request names an institution that is not one of theirs. */
  private welcome(request: FastifyRequest, principal: Principal): Principal {
    this.callers.remember(request, principal);
    const actingSlug = actingSlugOf(request);
    if (actingSlug !== null) namedMembership(principal, actingSlug);
    return principal;
  }
}

/** Who sends a request. */
export interface Sender {
  principal: Principal;
  /** While it is only presumed who it is: who it turns out to be. */
  confirmed: Promise<Principal> | null;
}

function factsOf({ headers: { authorization } }: FastifyRequest, session: string | null): RequestFacts {
  return { authorization, session };
}

/** The institution that the request wants to act for, by the header X-Institution. */
function actingSlugOf({ headers: { 'x-institution': named } }: FastifyRequest): string | null {
  return typeof named === 'string' && named !== '' ? named : null;
}

function mayActAsNamed({ actingSlug, memberships }: UserPrincipal): boolean {
  return actingSlug === null || memberships.some(({ institutionSlug }) => institutionSlug === actingSlug);
}

@Module({ imports: [IdentityModule, CallersModule], providers: [Senders], exports: [Senders] })
export class SendersModule {}
