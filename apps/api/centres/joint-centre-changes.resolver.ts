import {
  JointCentresReadModel,
  JointCentresService,
  type JointCentreCreateInput,
  type JointCentreEditInput,
} from '#centres';
import type { SharingInput } from '#documents';
import { Args, Context, Info, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

interface Expecting {
  id: string;
  expectedVersion: number;
}

@Resolver()
export class JointCentreChangesResolver {
  private readonly centres: JointCentresService;
  private readonly readable: JointCentresReadModel;

  constructor(centres: JointCentresService, readable: JointCentresReadModel) {
    this.centres = centres;
    this.readable = readable;
  }

  @Mutation()
  @RequirePermission('jointCentre.write')
  jointCentreCreate(
    @Args('input') input: JointCentreCreateInput,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return this.changed(context, info, () => this.centres.create(caller(context), input));
  }

  @Mutation()
  @RequirePermission('jointCentre.write')
  jointCentreEdit(
    @Args() { id, expectedVersion, input }: Expecting & { input: JointCentreEditInput },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return this.changed(context, info, async () => {
      await this.centres.edit(caller(context), id, expectedVersion, input);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('jointCentre.write')
  jointCentreShare(
    @Args() { id, expectedVersion, sharing }: Expecting & { sharing: SharingInput },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return this.changed(context, info, async () => {
      await this.centres.share(caller(context), id, expectedVersion, sharing);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('jointCentre.write')
  jointCentreDelete(
    @Args() { id, expectedVersion }: Expecting,
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('deletedId', async () => {
      await this.centres.delete(caller(context), id, expectedVersion);
      return id;
    });
  }

  /** Does the change and reads the centre back, as the caller sees it now. */
  private changed(
    context: RequestContext,
    info: GraphQLResolveInfo,
    change: () => Promise<string>,
  ): Promise<object> {
    return payload('jointCentre', async () => {
      const id = await change();
      return this.readable.find(context.principal, id, wantedFields(info, 'jointCentre'));
    });
  }
}
