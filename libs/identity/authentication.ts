import type { UserPrincipal } from '#access';
import { Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { looksLikeJwt } from './oidc/access-tokens.ts';
import { Principals } from './principals.ts';
import { looksLikeToken } from './token-text.ts';
import { AccessTokenWay } from './ways-in/access-token-way.ts';
import { ApiTokenWay } from './ways-in/api-token-way.ts';
import { SessionWay } from './ways-in/session-way.ts';
import type { ShownCredential } from './ways-in/way-in.ts';

/** What a request shows of who is asking. */
export interface RequestFacts {
  /** The header Authorization. */
  authorization: string | undefined;
  /** The secret of a browser's session, only where the request is our own page's. */
  session?: string | null;
}

/**
 * Who is asking: the one door, with three ways in. Each carries identity only; memberships are read anew for
 * every request, so that a revocation acts on the very next one. A request that reads may begin on what they were
 * a moment ago, while they are read; it is answered by what they are.
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
   * What a request shows of who is asking; null for one that shows nothing. The header comes before the
   * session. Throws Unauthenticated for what cannot be valid, whatever is wrong with it.
   */
  async shown({ authorization, session }: RequestFacts): Promise<ShownCredential | null> {
    if (authorization === undefined) return session ? this.sessions.shown(session) : null;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    if (looksLikeToken(token)) return this.apiTokens.shown(token);
    if (looksLikeJwt(token)) return this.accessTokens.shown(token);
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
