import { InstitutionsReadModel } from '#institutions';
import type { Connection, InstitutionKind, PageArguments } from '#kernel';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class InstitutionsResolver {
  private readonly institutionsModel: InstitutionsReadModel;

  constructor(institutionsModel: InstitutionsReadModel) {
    this.institutionsModel = institutionsModel;
  }

  @Query()
  @RequirePermission('viewer.read')
  viewer(@Context() { principal }: RequestContext): Promise<object> {
    return this.institutionsModel.viewer(principal);
  }

  @Query()
  @RequirePermission('institution.read')
  institution(
    @Args() by: { id?: string | null; slug?: string | null },
    @Context() { principal }: RequestContext,
  ): Promise<object | null> {
    return this.institutionsModel.findInstitution(principal, by);
  }

  @Query()
  @RequirePermission('institution.read')
  institutions(
    @Args() { kinds, ...page }: PageArguments & { kinds?: InstitutionKind[] | null },
    @Context() { principal }: RequestContext,
  ): Promise<Connection<object>> {
    return this.institutionsModel.listInstitutions(principal, page, kinds?.length ? kinds : null);
  }

  @Query()
  @RequirePermission('membership.read')
  members(
    @Args()
    { institutionId, query, ...page }: PageArguments & { institutionId: string; query?: string | null },
    @Context() { principal }: RequestContext,
  ): Promise<Connection<object>> {
    return this.institutionsModel.listMembers(principal, institutionId, query ?? null, page);
  }

  @Query()
  @RequirePermission('sharingGroup.read')
  sharingGroups(@Context() { principal }: RequestContext): Promise<object[]> {
    return this.institutionsModel.listSharingGroups(principal);
  }
}
