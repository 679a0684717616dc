import {
  InstitutionsReadModel,
  MembershipsService,
  type Invitation,
  type MembershipChange,
} from '#institutions';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class MembershipsResolver {
  private readonly memberships: MembershipsService;
  private readonly institutions: InstitutionsReadModel;

  constructor(memberships: MembershipsService, institutions: InstitutionsReadModel) {
    this.memberships = memberships;
    this.institutions = institutions;
  }

  @Mutation()
  @RequirePermission('membership.administer')
  membershipInvite(
    @Args() { institutionId, ...invitation }: Invitation & { institutionId: string },
    @Context() context: RequestContext,
  ): Promise<object> {
    return this.changed(context, () => this.memberships.invite(caller(context), institutionId, invitation));
  }

  @Mutation()
  @RequirePermission('membership.administer')
  membershipChange(
    @Args() { id, ...change }: MembershipChange & { id: string },
    @Context() context: RequestContext,
  ): Promise<object> {
    return this.changed(context, async () => {
      await this.memberships.change(caller(context), id, change);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('membership.administer')
  membershipRevoke(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return this.changed(context, async () => {
      await this.memberships.revoke(caller(context), id);
      return id;
    });
  }

  private changed(context: RequestContext, change: () => Promise<string>): Promise<object> {
    return payload('membership', async () => {
      const id = await change();
      return this.institutions.findMembership(context.principal, id);
    });
  }
}
