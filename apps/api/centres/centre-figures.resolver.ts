import {
  CentreStatistics,
  CollaborationNetworks,
  type CollaborationNetwork,
  type JointCentreFilter,
  type JointCentreStatistics,
  type NetworkOrganisation,
} from '#centres';
import { pageSize } from '#kernel';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('CollaborationNetwork')
export class CentreFiguresResolver {
  private readonly statistics: CentreStatistics;
  private readonly networks: CollaborationNetworks;

  constructor(statistics: CentreStatistics, networks: CollaborationNetworks) {
    this.statistics = statistics;
    this.networks = networks;
  }

  @Query()
  @RequirePermission('jointCentre.read')
  jointCentreStatistics(
    @Args('filter') filter: JointCentreFilter | null | undefined,
    @Context() { principal }: RequestContext,
  ): Promise<JointCentreStatistics> {
    return this.statistics.of(principal, filter);
  }

  @Query()
  @RequirePermission('jointCentre.read')
  collaborationNetwork(
    @Args('filter') filter: JointCentreFilter | null | undefined,
    @Context() { principal }: RequestContext,
  ): Promise<CollaborationNetwork> {
    return this.networks.of(principal, filter);
  }

  @ResolveField()
  mostConnected(
    @Parent() { organisations }: CollaborationNetwork,
    @Args('first') first: number | null | undefined,
  ): NetworkOrganisation[] {
    return organisations.slice(0, pageSize(first, 10));
  }
}
