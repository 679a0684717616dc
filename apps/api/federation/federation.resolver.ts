import { actingForReading } from '#access';
import { FederationService, type RegisteredScope } from '#identity';
import { Context, Query, Resolver } from '@nestjs/graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class FederationResolver {
  private readonly federation: FederationService;

  constructor(federation: FederationService) {
    this.federation = federation;
  }

  @Query()
  @RequirePermission('institution.read')
  async federationScopes(@Context() { principal }: RequestContext): Promise<RegisteredScope[] | null> {
    const acting = actingForReading(principal);
    return acting && this.federation.list(acting.institutionId);
  }
}
