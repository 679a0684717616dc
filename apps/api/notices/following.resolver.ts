import { DocumentsReadModel, type DocumentRow } from '#documents';
import type { Connection, PageArguments } from '#kernel';
import { FollowingReadModel, FollowingService, type FollowingRow, type FollowInput } from '#notices';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { linkedDocument } from '../documents/linked-document.ts';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver('Following')
@UseInterceptors(DeniedAccess)
export class FollowingResolver {
  private readonly service: FollowingService;
  private readonly followed: FollowingReadModel;
  private readonly documents: DocumentsReadModel;

  constructor(service: FollowingService, followed: FollowingReadModel, documents: DocumentsReadModel) {
    this.service = service;
    this.followed = followed;
    this.documents = documents;
  }

  @Query()
  @RequirePermission('notice.read')
  following(
    @Args() page: PageArguments,
    @Context() context: RequestContext,
  ): Promise<Connection<FollowingRow>> {
    return this.followed.list(caller(context), page);
  }

  @Mutation()
  @RequirePermission('notice.write')
  follow(@Args('input') input: FollowInput, @Context() context: RequestContext): Promise<object> {
    return payload('following', async () => {
      const id = await this.service.follow(caller(context), input);
      return (await this.followed.byIds(caller(context), [id])).get(id) ?? null;
    });
  }

  @Mutation()
  @RequirePermission('notice.write')
  unfollow(@Args('id') id: string, @Context() context: RequestContext): Promise<object> {
    return payload('unfollowedId', async () => {
      await this.service.unfollow(caller(context), id);
      return id;
    });
  }

  @ResolveField()
  document(
    @Parent() row: FollowingRow,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> | null {
    return linkedDocument(this.documents, row.documentId, context, info);
  }
}
