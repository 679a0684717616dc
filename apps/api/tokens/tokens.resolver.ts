import type { UserPrincipal } from '#access';
import { TokensService, type ApiTokenRow } from '#identity';
import { Refusal, type UserError } from '#kernel';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

interface NewToken {
  institutionId?: string | null;
  scopes?: string[] | null;
  expiresAt?: Date | null;
}

@Resolver()
export class TokensResolver {
  private readonly tokens: TokensService;

  constructor(tokens: TokensService) {
    this.tokens = tokens;
  }

  @Query()
  @RequirePermission('token.read')
  apiTokens(@Context() context: RequestContext): Promise<ApiTokenRow[]> {
    return this.tokens.list(caller(context).userId);
  }

  @Mutation()
  @RequirePermission('token.administer')
  async apiTokenCreate(@Args() input: NewToken, @Context() context: RequestContext): Promise<object> {
    const principal = caller(context);
    const { made, userErrors } = await payload('made', async () => {
      requireNarrower(principal, input);
      const { id, token } = await this.tokens.create(
        principal.userId,
        { ...input, scopes: input.scopes ?? [] },
        principal.userId,
      );
      const apiToken = (await this.tokens.list(principal.userId)).find((one) => one.id === id);
      return { token, apiToken };
    });
    return { token: made?.token ?? null, apiToken: made?.apiToken ?? null, userErrors };
  }

  @Mutation()
  @RequirePermission('token.administer')
  apiTokenRevoke(
    @Args('id') id: string,
    @Context() context: RequestContext,
  ): Promise<{ revokedId: string | null; userErrors: UserError[] }> {
    const { userId } = caller(context);
    return payload('revokedId', async () => {
      await this.tokens.revoke(userId, id, userId);
      return id;
    });
  }
}

/** A token makes no token that may do more than itself. */
function requireNarrower(principal: UserPrincipal, { institutionId, scopes, expiresAt }: NewToken): void {
  const own = !institutionId || principal.memberships.some((one) => one.institutionId === institutionId);
  if (!own) throw Refusal.notFound(['institutionId']);
  const bound = principal.boundTo === null || principal.boundTo === institutionId;
  const within = principal.scopes.length === 0 || isSubset(scopes ?? [], principal.scopes);
  const inTime = principal.expiresAt === null || (expiresAt && expiresAt <= principal.expiresAt);
  if (!bound || !within || !inTime)
    throw Refusal.of('FORBIDDEN', 'The new token would be able to do more than yours.');
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.length > 0 && part.every((one) => whole.includes(one));
}
