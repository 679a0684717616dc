import { AuditEventsReadModel, type AuditEventArguments, type AuditEventRow } from '#audit';
import type { Connection } from '#kernel';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class AuditEventsResolver {
  private readonly events: AuditEventsReadModel;

  constructor(events: AuditEventsReadModel) {
    this.events = events;
  }

  @Query()
  @RequirePermission('audit.read')
  auditEvents(
    @Args() args: AuditEventArguments,
    @Context() { principal }: RequestContext,
  ): Promise<Connection<AuditEventRow> | null> {
    return this.events.list(principal, args);
  }
}
