import { DocumentsReadModel, type DocumentRow } from '#documents';
import { DecisionsReadModel, DecisionsService } from '#notices';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

interface About {
  documentId: string;
  first: number;
}

@Resolver()
@UseInterceptors(DeniedAccess)
export class DecisionsResolver {
  private readonly decisions: DecisionsReadModel;
  private readonly service: DecisionsService;
  private readonly documents: DocumentsReadModel;

  constructor(decisions: DecisionsReadModel, service: DecisionsService, documents: DocumentsReadModel) {
    this.decisions = decisions;
    this.service = service;
    this.documents = documents;
  }

  @Query()
  @RequirePermission('notice.read')
  async decisionsTouched(
    @Args() { documentId, first }: About,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow[]> {
    return this.shown(context, info, await this.decisions.touched(caller(context), documentId, first));
  }

  @Query()
  @RequirePermission('notice.read')
  async decisionReasons(
    @Args() { documentId, first }: About,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow[]> {
    return this.shown(context, info, await this.decisions.reasons(caller(context), documentId, first));
  }

  @Mutation()
  @RequirePermission('document.write')
  decisionConfirm(
    @Args('documentId') documentId: string,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return payload('document', async () => {
      await this.service.confirm(caller(context), documentId);
      return this.documents.find(context.principal, documentId, wantedFields(info, 'document'));
    });
  }

  private async shown(
    { principal }: RequestContext,
    info: GraphQLResolveInfo,
    ids: readonly string[],
  ): Promise<DocumentRow[]> {
    const rows = await this.documents.publishedByIds(principal, ids, wantedFields(info));
    return ids.flatMap((id) => rows.get(id) ?? []);
  }
}
