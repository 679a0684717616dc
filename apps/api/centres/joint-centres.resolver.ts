import { JointCentresReadModel, type JointCentreListArguments, type JointCentreRow } from '#centres';
import type { Connection } from '#kernel';
import { Args, Context, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

@Resolver()
export class JointCentresResolver {
  private readonly centres: JointCentresReadModel;

  constructor(centres: JointCentresReadModel) {
    this.centres = centres;
  }

  @Query()
  @RequirePermission('jointCentre.read')
  jointCentre(
    @Args('id') id: string,
    @Context() { principal }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<JointCentreRow | null> {
    return this.centres.find(principal, id, wantedFields(info));
  }

  @Query()
  @RequirePermission('jointCentre.read')
  jointCentres(
    @Args() args: JointCentreListArguments,
    @Context() { principal }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<JointCentreRow>> {
    return this.centres.list(principal, args, wantedFields(info, 'edges', 'node'));
  }
}
