import type { ApiTokenRow } from '#identity';
import { ServiceAccountsService, type ServiceAccountRow } from '#institutions';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('ServiceAccount')
export class ServiceAccountsResolver {
  private readonly accounts: ServiceAccountsService;

  constructor(accounts: ServiceAccountsService) {
    this.accounts = accounts;
  }

  @Query()
  @RequirePermission('serviceAccount.read')
  serviceAccounts(@Context() context: RequestContext): Promise<ServiceAccountRow[]> {
    return this.accounts.list(caller(context));
  }

  @ResolveField()
  tokens(@Parent() { id }: ServiceAccountRow): Promise<ApiTokenRow[]> {
    return this.accounts.tokensOf(id);
  }

  @Mutation()
  @RequirePermission('serviceAccount.administer')
  serviceAccountCreate(@Args() input: object, @Context() context: RequestContext): Promise<object> {
    return this.changed(context, () => this.accounts.create(caller(context), input));
  }

  @Mutation()
  @RequirePermission('serviceAccount.administer')
  serviceAccountSuspend(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return this.changed(context, async () => {
      await this.accounts.suspend(caller(context), id);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('serviceAccount.administer')
  serviceAccountResume(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return this.changed(context, async () => {
      await this.accounts.resume(caller(context), id);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('serviceAccount.administer')
  serviceAccountTokenCreate(
    @Args() { id, scopes, expiresAt }: { id: string; scopes?: string[] | null; expiresAt?: Date | null },
    @Context() context: RequestContext,
  ): Promise<object> {
    const input = { scopes: scopes ?? undefined, expiresAt };
    return this.made(async () => ({
      accountId: id,
      ...(await this.accounts.createToken(caller(context), id, input)),
    }));
  }

  @Mutation()
  @RequirePermission('serviceAccount.administer')
  serviceAccountTokenRotate(
    @Args()
    {
      id,
      overlapMinutes,
      expiresAt,
    }: { id: string; overlapMinutes?: number | null; expiresAt?: Date | null },
    @Context() context: RequestContext,
  ): Promise<object> {
    return this.made(() =>
      this.accounts.rotateToken(caller(context), id, overlapMinutes ?? 0, expiresAt ?? undefined),
    );
  }

  @Mutation()
  @RequirePermission('serviceAccount.administer')
  serviceAccountTokenRevoke(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return payload('revokedId', async () => {
      await this.accounts.revokeToken(caller(context), id);
      return id;
    });
  }

  private changed(context: RequestContext, change: () => Promise<string>): Promise<object> {
    return payload('serviceAccount', async () => {
      const id = await change();
      return (await this.accounts.list(caller(context), id))[0] ?? null;
    });
  }

  private async made(make: () => Promise<{ accountId: string; id: string; token: string }>): Promise<object> {
    const { made, userErrors } = await payload('made', async () => {
      const { accountId, id, token } = await make();
      const apiToken = (await this.accounts.tokensOf(accountId)).find((one) => one.id === id);
      return { token, apiToken };
    });
    return { token: null, apiToken: null, ...made, userErrors };
  }
}
