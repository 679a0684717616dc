import { PrecedentsService, type EngagementInput, type PrecedentReport } from '#search';
import { Args, Context, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

const LISTS = ['precedents', 'guidance', 'advisories', 'partnerNotes'];

@Resolver()
export class PrecedentsResolver {
  private readonly service: PrecedentsService;

  constructor(service: PrecedentsService) {
    this.service = service;
  }

  @Query()
  @RequirePermission('document.read')
  precedents(
    @Args('for') engagement: EngagementInput,
    @Args('first') first: number,
    @Context() { principal }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PrecedentReport> {
    const fields = new Set(LISTS.flatMap((list) => [...wantedFields(info, list, 'document')]));
    return this.service.report(principal, engagement, first, fields);
  }
}
