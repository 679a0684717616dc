import { ScimTokensService, type ScimTokenRow } from '#institutions';
import type { Role } from '#kernel';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class ScimTokensResolver {
  private readonly tokens: ScimTokensService;

  constructor(tokens: ScimTokensService) {
    this.tokens = tokens;
  }

  @Query()
  @RequirePermission('scim.read')
  scimTokens(@Context() context: RequestContext): Promise<ScimTokenRow[]> {
    return this.tokens.list(caller(context));
  }

  @Mutation()
  @RequirePermission('scim.administer')
  async scimTokenCreate(
    @Args('role') role: Role | null,
    @Context() context: RequestContext,
  ): Promise<object> {
    const principal = caller(context);
    const { made, userErrors } = await payload('made', async () => {
      const { id, token } = await this.tokens.create(principal, role ?? 'READER');
      return { token, scimToken: (await this.tokens.list(principal)).find((one) => one.id === id) };
    });
    return { token: null, scimToken: null, ...made, userErrors };
  }

  @Mutation()
  @RequirePermission('scim.administer')
  scimTokenRevoke(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return payload('revokedId', async () => {
      await this.tokens.revoke(caller(context), id);
      return id;
    });
  }
}
