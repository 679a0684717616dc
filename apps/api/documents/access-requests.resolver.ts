import {
  AccessRequestsService,
  DocumentsReadModel,
  StubsReadModel,
  type AccessDecision,
  type AccessRequestRow,
  type StubRow,
} from '#documents';
import { pageSize, type Connection, type PageArguments } from '#kernel';
import type { SearchConnection } from '#search';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

@Resolver('SearchConnection')
@UseInterceptors(DeniedAccess)
export class AccessRequestsResolver {
  private readonly requests: AccessRequestsService;
  private readonly stubsModel: StubsReadModel;
  private readonly documents: DocumentsReadModel;

  constructor(requests: AccessRequestsService, stubsModel: StubsReadModel, documents: DocumentsReadModel) {
    this.requests = requests;
    this.stubsModel = stubsModel;
    this.documents = documents;
  }

  @Query()
  @RequirePermission('document.read')
  documentStubs(
    @Args() { query, ...page }: PageArguments & { query?: string | null },
    @Context() { principal }: RequestContext,
  ): Promise<Connection<StubRow>> {
    return this.stubsModel.list(principal, query ?? null, page);
  }

  @Query()
  @RequirePermission('accessRequest.read')
  accessRequests(
    @Args() page: PageArguments,
    @Context() { principal }: RequestContext,
  ): Promise<Connection<AccessRequestRow>> {
    return this.stubsModel.listRequests(principal, page);
  }

  @ResolveField()
  async stubs(
    @Parent() search: SearchConnection,
    @Args('first') first: number,
    @Context() { principal }: RequestContext,
  ): Promise<StubRow[]> {
    const { edges } = await this.stubsModel.list(principal, search.query, { first: pageSize(first) });
    return edges.map((edge) => edge.node);
  }

  @Mutation()
  @RequirePermission('document.publish')
  documentShowStub(
    @Args() { id, title }: { id: string; title?: string | null },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return payload('document', async () => {
      await this.requests.setStub(caller(context), id, title ?? null);
      return this.documents.find(context.principal, id, wantedFields(info, 'document'));
    });
  }

  @Mutation()
  @RequirePermission('accessRequest.write')
  accessRequest(
    @Args() { documentId, reason }: { documentId: string; reason: string },
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('accessRequest', async () =>
      this.readBack(context, await this.requests.request(caller(context), documentId, reason)),
    );
  }

  @Mutation()
  @RequirePermission('document.publish')
  accessRequestDecide(
    @Args() { id, ...decision }: AccessDecision & { id: string },
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('accessRequest', async () => {
      await this.requests.decide(caller(context), id, decision);
      return this.readBack(context, id);
    });
  }

  @Mutation()
  @RequirePermission('document.publish')
  accessGrantRevoke(
    @Args() { documentId, institutionId }: { documentId: string; institutionId: string },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return payload('document', async () => {
      await this.requests.revoke(caller(context), documentId, institutionId);
      return this.documents.find(context.principal, documentId, wantedFields(info, 'document'));
    });
  }

  private async readBack({ principal }: RequestContext, id: string): Promise<AccessRequestRow | null> {
    const { edges } = await this.stubsModel.listRequests(principal, { first: 1 }, id);
    return edges[0]?.node ?? null;
  }
}
