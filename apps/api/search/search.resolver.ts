import { PartnersReadModel } from '#partners';
import {
  IndexHealth,
  SearchService,
  SuggestionsService,
  type IndexState,
  type SearchArguments,
  type SearchConnection,
  type SuggestionRow,
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
  private readonly suggestions: SuggestionsService;
  private readonly indexes: IndexHealth;
  private readonly registry: PartnersReadModel;

  constructor(
    searches: SearchService,
    suggestions: SuggestionsService,
    indexes: IndexHealth,
    registry: PartnersReadModel,
  ) {
    this.searches = searches;
    this.suggestions = suggestions;
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
  @RequirePermission('document.read')
  suggest(
    @Args('prefix') prefix: string,
    @Args('first') first: number,
    @Context() { principal }: RequestContext,
  ): Promise<SuggestionRow[]> {
    return this.suggestions.suggest(principal, prefix, first);
  }

  @Query()
  @RequirePermission('searchHealth.read')
  searchHealth(): Promise<IndexState[]> {
    return this.indexes.states();
  }
}
