import { PartnersReadModel } from '#partners';
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
import { withMergedPartners } from '../partners/merged-partners.ts';

@Resolver()
export class SearchResolver {
  private readonly searches: SearchService;
  private readonly indexes: IndexHealth;

  private readonly registry: PartnersReadModel;

  constructor(searches: SearchService, indexes: IndexHealth, registry: PartnersReadModel) {
    this.searches = searches;
    this.indexes = indexes;
    this.registry = registry;
  }

  @Query()
  @RequirePermission('document.read')
  async search(
    @Args() args: SearchArguments,
    @Context() { principal }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<SearchConnection> {
    const filter = await withMergedPartners(this.registry, args.filter);
    return this.searches.search(
      principal,
      { ...args, filter },
      wantedFields(info, 'edges', 'node', 'document'),
    );
  }

  @Query()
  @RequirePermission('searchHealth.read')
  searchHealth(): Promise<IndexState[]> {
    return this.indexes.states();
  }
}
