import { WebhooksService } from '#notices';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class WebhooksResolver {
  private readonly service: WebhooksService;

  constructor(service: WebhooksService) {
    this.service = service;
  }

  @Query()
  @RequirePermission('webhook.read')
  webhooks(@Context() context: RequestContext): Promise<object[]> {
    return this.service.list(caller(context));
  }

  @Mutation()
  @RequirePermission('webhook.administer')
  async webhookCreate(@Args('url') url: string, @Context() context: RequestContext): Promise<object> {
    const principal = caller(context);
    const { made, userErrors } = await payload('made', async () => {
      const { id, secret } = await this.service.create(principal, url);
      return { secret, webhook: (await this.service.list(principal, id))[0] };
    });
    return { secret: null, webhook: null, ...made, userErrors };
  }

  @Mutation()
  @RequirePermission('webhook.administer')
  webhookDelete(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return payload('deletedId', async () => {
      await this.service.delete(caller(context), id);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('webhook.administer')
  webhookResume(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return payload('webhook', async () => {
      await this.service.resume(caller(context), id);
      return (await this.service.list(caller(context), id))[0];
    });
  }
}
