import {
  ProgressReadModel,
  RemindersService,
  type ProgressRow,
  type ResponseListArguments,
  type ResponseRow,
} from '#advisories';
import { DocumentsReadModel, type DocumentRow } from '#documents';
import type { Connection } from '#kernel';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { linkedDocument } from '../documents/linked-document.ts';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('AdvisoryProgress')
@UseInterceptors(DeniedAccess)
export class ProgressResolver {
  private readonly progress: ProgressReadModel;
  private readonly reminders: RemindersService;
  private readonly readable: DocumentsReadModel;

  constructor(progress: ProgressReadModel, reminders: RemindersService, readable: DocumentsReadModel) {
    this.progress = progress;
    this.reminders = reminders;
    this.readable = readable;
  }

  @Query()
  @RequirePermission('advisory.read')
  advisoryProgress(
    @Args('documentId') documentId: string,
    @Context() { principal }: RequestContext,
  ): Promise<ProgressRow | null> {
    return this.progress.find(principal, documentId);
  }

  @Mutation()
  @RequirePermission('advisory.remind')
  advisoryRemind(
    @Args('documentId') documentId: string,
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('progress', async () => {
      await this.reminders.remind(caller(context), documentId);
      return this.progress.find(context.principal, documentId);
    });
  }

  @ResolveField()
  responses(
    @Parent() progress: ProgressRow,
    @Args() args: ResponseListArguments,
  ): Promise<Connection<ResponseRow>> {
    return this.progress.list(progress, args);
  }

  @ResolveField()
  document(
    @Parent() { documentId }: ProgressRow,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> | null {
    return linkedDocument(this.readable, documentId, context, info);
  }
}
