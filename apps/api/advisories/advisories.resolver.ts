import { ResponsesReadModel, ResponsesService, type Answer, type ResponseRow } from '#advisories';
import type { DocumentRow } from '#documents';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('Advisory')
@UseInterceptors(DeniedAccess)
export class AdvisoriesResolver {
  private readonly answers: ResponsesService;
  private readonly responsesModel: ResponsesReadModel;

  constructor(answers: ResponsesService, responsesModel: ResponsesReadModel) {
    this.answers = answers;
    this.responsesModel = responsesModel;
  }

  @ResolveField()
  myResponse(
    @Parent() row: DocumentRow,
    @Context() { principal, loaders }: RequestContext,
  ): Promise<ResponseRow | null> {
    return loaders.by('my response', (ids) => this.responsesModel.mine(principal, ids)).load(row.id);
  }

  @ResolveField()
  responses(
    @Parent() row: DocumentRow,
    @Context() { principal, loaders }: RequestContext,
  ): Promise<ResponseRow[] | null> {
    return loaders.by('responses', (ids) => this.responsesModel.all(principal, ids)).load(row.id);
  }

  @Mutation()
  @RequirePermission('advisory.respond')
  advisoryRespond(
    @Args() { documentId, ...answer }: Answer & { documentId: string },
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('response', async () => {
      await this.answers.respond(caller(context), documentId, answer);
      return (await this.responsesModel.mine(context.principal, [documentId])).get(documentId) ?? null;
    });
  }
}
