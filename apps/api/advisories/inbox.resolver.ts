import { InboxReadModel, type InboxRow } from '#advisories';
import { DocumentsReadModel, type DocumentRow } from '#documents';
import type { Connection, PageArguments } from '#kernel';
import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { linkedDocument } from '../documents/linked-document.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('InboxItem')
export class InboxResolver {
  private readonly waiting: InboxReadModel;
  private readonly readable: DocumentsReadModel;

  constructor(waiting: InboxReadModel, readable: DocumentsReadModel) {
    this.waiting = waiting;
    this.readable = readable;
  }

  @Query()
  @RequirePermission('inbox.read')
  inbox(
    @Args() page: PageArguments,
    @Context() { principal }: RequestContext,
  ): Promise<Connection<InboxRow> | null> {
    return this.waiting.list(principal, page);
  }

  @ResolveField()
  document(
    @Parent() { documentId }: InboxRow,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> | null {
    return linkedDocument(this.readable, documentId, context, info);
  }
}
