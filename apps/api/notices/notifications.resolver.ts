import { DocumentsReadModel, type DocumentRow, type TombstoneRow } from '#documents';
import type { Connection } from '#kernel';
import {
  BreakGlassReadModel,
  FollowingReadModel,
  NotificationsReadModel,
  NotificationsService,
  type BreakGlassAccessRow,
  type FollowingRow,
  type NotificationArguments,
  type NotificationRow,
} from '#notices';
import { Args, Context, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { linkedDocument } from '../documents/linked-document.ts';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('Notification')
export class NotificationsResolver {
  private readonly told: NotificationsReadModel;
  private readonly service: NotificationsService;
  private readonly documents: DocumentsReadModel;
  private readonly followed: FollowingReadModel;
  private readonly breakGlass: BreakGlassReadModel;

  constructor(
    told: NotificationsReadModel,
    service: NotificationsService,
    documents: DocumentsReadModel,
    followed: FollowingReadModel,
    breakGlass: BreakGlassReadModel,
  ) {
    this.told = told;
    this.service = service;
    this.documents = documents;
    this.followed = followed;
    this.breakGlass = breakGlass;
  }

  @Query()
  @RequirePermission('notice.read')
  notifications(
    @Args() args: NotificationArguments,
    @Context() context: RequestContext,
  ): Promise<Connection<NotificationRow>> {
    return this.told.list(caller(context), args);
  }

  @Mutation()
  @RequirePermission('notice.write')
  notificationsMarkRead(
    @Args('ids') ids: string[] | null | undefined,
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('done', async () => {
      await this.service.markRead(caller(context), ids ?? null);
      return true;
    });
  }

  @ResolveField()
  document(
    @Parent() row: NotificationRow,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> | null {
    return row.event === 'WITHDRAWN' ? null : linkedDocument(this.documents, row.documentId, context, info);
  }

  @ResolveField()
  tombstone(
    @Parent() row: NotificationRow,
    @Context() { principal }: RequestContext,
  ): Promise<TombstoneRow | null> | null {
    return row.event === 'WITHDRAWN' ? this.documents.findTombstone(principal, row.documentId) : null;
  }

  @ResolveField()
  following(
    @Parent() { followId }: NotificationRow,
    @Context() context: RequestContext,
  ): Promise<FollowingRow | null> | null {
    if (!followId) return null;
    return context.loaders.by('following', (ids) => this.followed.byIds(caller(context), ids)).load(followId);
  }

  @ResolveField()
  breakGlassAccess(
    @Parent() { breakGlassAccessId }: NotificationRow,
    @Context() context: RequestContext,
  ): Promise<BreakGlassAccessRow | null> | null {
    if (!breakGlassAccessId) return null;
    return context.loaders
      .by('break-glass', (ids) => this.breakGlass.byIds(caller(context), ids))
      .load(breakGlassAccessId);
  }
}
