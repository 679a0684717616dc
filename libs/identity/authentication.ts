import { anonymous, type Principal, type UserPrincipal } from '#access';
import { Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { looksLikeJwt } from './oidc/access-tokens.ts';
import { Principals } from './principals.ts';
import { looksLikeToken } from './token-text.ts';
import { AccessTokenWay } from './ways-in/access-token-way.ts';
import { ApiTokenWay } from './ways-in/api-token-way.ts';
import { SessionWay } from './ways-in/session-way.ts';

/** What a request shows of who is asking. */
export interface RequestFacts {
  /** The header Authorization. */
  authorization: string | undefined;
  /** The secret of a browser's session, only where the request is our own page's. */
  session?: string | null;
  /** The institution that X-Institution names. */
  actingSlug?: string | null;
}

/**
 * Who is asking: the one door, with three ways in. Each carries identity only; memberships are read anew for
 * every request, so that a revocation acts on the very next one.
 */
@Injectable()
export class Authentication {
  private readonly principals: Principals;
  private readonly apiTokens: ApiTokenWay;
  private readonly accessTokens: AccessTokenWay;
  private readonly sessions: SessionWay;

  constructor(
    principals: Principals,
    apiTokens: ApiTokenWay,
    accessTokens: AccessTokenWay,
    sessions: SessionWay,
  ) {
    this.principals = principals;
    this.apiTokens = apiTokens;
    this.accessTokens = accessTokens;
    this.sessions = sessions;
  }

  /**
   * The principal of a request; anonymous for one that shows nothing. The header comes before the session.
   * Throws Unauthenticated for what is shown and is not valid, whatever is wrong with it.
   */
  async authenticate({ authorization, session, actingSlug = null }: RequestFacts): Promise<Principal> {
    if (authorization === undefined) {
      return session ? this.sessions.principal(session, actingSlug) : anonymous;
    }
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    if (looksLikeToken(token)) return this.apiTokens.principal(token, actingSlug);
    if (looksLikeJwt(token)) return this.accessTokens.principal(token, actingSlug);
    throw new Unauthenticated('The token is not valid.');
  }

  /** The principal for someone whom the operator names on the command line. */
  principalOf(userId: string, actingSlug: string | null = null): Promise<UserPrincipal> {
    return this.principals.principalOf(userId, actingSlug);
  }

  /** The principals of people who are to be told something, as they are at this moment. */
  principalsOf(userIds: readonly string[]): Promise<Map<string, UserPrincipal>> {
    return this.principals.principalsOf(userIds);
  }
}
