import { DocumentsReadModel, type DocumentRow } from '#documents';
import type { Connection, PageArguments } from '#kernel';
import { BreakGlassReadModel, type BreakGlassAccessRow } from '#notices';
import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { linkedDocument } from '../documents/linked-document.ts';
import { caller } from '../graphql/caller.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('BreakGlassAccess')
export class BreakGlassResolver {
  private readonly accesses: BreakGlassReadModel;
  private readonly documents: DocumentsReadModel;

  constructor(accesses: BreakGlassReadModel, documents: DocumentsReadModel) {
    this.accesses = accesses;
    this.documents = documents;
  }

  @Query()
  @RequirePermission('breakGlass.read')
  breakGlassAccesses(
    @Args() { institutionId, ...page }: PageArguments & { institutionId: string },
    @Context() context: RequestContext,
  ): Promise<Connection<BreakGlassAccessRow>> {
    return this.accesses.list(caller(context), institutionId, page);
  }

  @ResolveField()
  document(
    @Parent() { documentId }: BreakGlassAccessRow,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> | null {
    return linkedDocument(this.documents, documentId, context, info);
  }
}
