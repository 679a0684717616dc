import { Addresses, FeedTokensService, type FeedTokenRow } from '#notices';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class FeedTokensResolver {
  private readonly tokens: FeedTokensService;
  private readonly addresses: Addresses;

  constructor(tokens: FeedTokensService, addresses: Addresses) {
    this.tokens = tokens;
    this.addresses = addresses;
  }

  @Query()
  @RequirePermission('token.read')
  feedTokens(@Context() context: RequestContext): Promise<FeedTokenRow[]> {
    return this.tokens.list(caller(context));
  }

  @Mutation()
  @RequirePermission('token.administer')
  async feedTokenCreate(@Context() context: RequestContext): Promise<object> {
    const principal = caller(context);
    const { made, userErrors } = await payload('made', async () => {
      const { id, token } = await this.tokens.create(principal);
      const feedToken = (await this.tokens.list(principal)).find((one) => one.id === id);
      const [atomUrl, jsonUrl] = [this.addresses.feed(token, 'atom'), this.addresses.feed(token, 'json')];
      return { atomUrl, jsonUrl, feedToken };
    });
    return { atomUrl: null, jsonUrl: null, feedToken: null, ...made, userErrors };
  }

  @Mutation()
  @RequirePermission('token.administer')
  feedTokenRevoke(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return payload('revokedId', async () => {
      await this.tokens.revoke(caller(context), id);
      return id;
    });
  }
}
