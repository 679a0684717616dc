import { ReadersReadModel, type ReaderRow, type ReadersRow } from '#documents';
import type { Connection, PageArguments } from '#kernel';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('DocumentReaders')
@UseInterceptors(DeniedAccess)
export class DocumentReadersResolver {
  private readonly readers: ReadersReadModel;

  constructor(readers: ReadersReadModel) {
    this.readers = readers;
  }

  @Query()
  @RequirePermission('document.explain')
  documentReaders(
    @Args('id') id: string,
    @Context() { principal }: RequestContext,
  ): Promise<ReadersRow | null> {
    return this.readers.find(principal, id);
  }

  @ResolveField()
  institutions(@Parent() readers: ReadersRow, @Args() page: PageArguments): Promise<Connection<ReaderRow>> {
    return this.readers.list(readers, page);
  }
}
