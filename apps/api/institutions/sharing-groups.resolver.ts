import { InstitutionsReadModel, SharingGroupsService } from '#institutions';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class SharingGroupsResolver {
  private readonly groups: SharingGroupsService;
  private readonly institutions: InstitutionsReadModel;

  constructor(groups: SharingGroupsService, institutions: InstitutionsReadModel) {
    this.groups = groups;
    this.institutions = institutions;
  }

  @Mutation()
  @RequirePermission('sharingGroup.administer')
  sharingGroupCreate(@Args('name') name: string, @Context() context: RequestContext): Promise<object> {
    return this.changed(context, () => this.groups.create(caller(context), name));
  }

  @Mutation()
  @RequirePermission('sharingGroup.administer')
  sharingGroupAdd(
    @Args() { id, institutionId }: { id: string; institutionId: string },
    @Context() context: RequestContext,
  ): Promise<object> {
    return this.changed(context, async () => {
      await this.groups.add(caller(context), id, institutionId);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('sharingGroup.administer')
  sharingGroupAccept(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return this.changed(context, async () => {
      await this.groups.accept(caller(context), id);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('sharingGroup.administer')
  sharingGroupRemove(
    @Args() { id, institutionId }: { id: string; institutionId: string },
    @Context() context: RequestContext,
  ): Promise<object> {
    return this.changed(context, async () => {
      await this.groups.remove(caller(context), id, institutionId);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('sharingGroup.administer')
  sharingGroupDelete(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return this.changed(context, async () => {
      await this.groups.delete(caller(context), id);
      return id;
    });
  }

  private changed(context: RequestContext, change: () => Promise<string>): Promise<object> {
    return payload('sharingGroup', async () => {
      const id = await change();
      const [group] = await this.institutions.listSharingGroups(context.principal, id);
      return group ?? null;
    });
  }
}
