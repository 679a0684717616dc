import {
  IndexHealth,
  SearchService,
  type IndexState,
  type SearchArguments,
  type SearchConnection,
} from '#search';
import { Args, Context, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

@Resolver()
export class SearchResolver {
  private readonly searches: SearchService;
  private readonly indexes: IndexHealth;

  constructor(searches: SearchService, indexes: IndexHealth) {
    this.searches = searches;
    this.indexes = indexes;
  }

  @Query()
  @RequirePermission('document.read')
  search(
    @Args() args: SearchArguments,
    @Context() { principal }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<SearchConnection> {
    return this.searches.search(principal, args, wantedFields(info, 'edges', 'node', 'document'));
  }

  @Query()
  @RequirePermission('searchHealth.read')
  searchHealth(): Promise<IndexState[]> {
    return this.indexes.states();
  }
}
