import {
  DocumentsReadModel,
  DraftsService,
  PublicationService,
  ReviewsService,
  type DocumentCreateInput,
  type DocumentEditInput,
  type DocumentRow,
  type SharingInput,
} from '#documents';
import type { ReviewDecision, UserError } from '#kernel';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Info, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

interface DocumentPayload {
  document: DocumentRow | null;
  userErrors: UserError[];
}

interface Expecting {
  id: string;
  expectedVersion?: number | null;
}

@Resolver()
@UseInterceptors(DeniedAccess)
export class DocumentChangesResolver {
  private readonly drafts: DraftsService;
  private readonly reviews: ReviewsService;
  private readonly publication: PublicationService;
  private readonly documents: DocumentsReadModel;

  constructor(
    drafts: DraftsService,
    reviews: ReviewsService,
    publication: PublicationService,
    documents: DocumentsReadModel,
  ) {
    this.drafts = drafts;
    this.reviews = reviews;
    this.publication = publication;
    this.documents = documents;
  }

  @Mutation()
  @RequirePermission('document.write')
  documentCreate(
    @Args('input') input: DocumentCreateInput,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return this.changed(context, info, () => this.drafts.create(caller(context), input));
  }

  @Mutation()
  @RequirePermission('document.write')
  documentEdit(
    @Args() { id, expectedVersion, input }: { id: string; expectedVersion: number; input: DocumentEditInput },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return this.changed(context, info, async () => {
      await this.drafts.edit(caller(context), id, expectedVersion, input);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('document.write')
  documentSubmit(
    @Args() { id, expectedVersion }: Expecting,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return this.changed(context, info, async () => {
      await this.drafts.submit(caller(context), id, expectedVersion);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('document.review')
  documentReview(
    @Args()
    { id, expectedVersion, ...review }: Expecting & { decision: ReviewDecision; comment?: string | null },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return this.changed(context, info, async () => {
      await this.reviews.review(caller(context), id, review, expectedVersion);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('document.publish')
  documentPublish(
    @Args() { id, expectedVersion }: { id: string; expectedVersion: number },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return this.changed(context, info, async () => {
      await this.publication.publish(caller(context), id, expectedVersion);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('document.write')
  documentShare(
    @Args() { id, expectedVersion, sharing }: Expecting & { sharing: SharingInput },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return this.changed(context, info, async () => {
      await this.publication.share(caller(context), id, sharing, expectedVersion);
      return id;
    });
  }

  @Mutation()
  @RequirePermission('document.publish')
  documentWithdraw(
    @Args() { id, reason, replacementId }: { id: string; reason: string; replacementId?: string | null },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return this.changed(context, info, async () => {
      await this.publication.withdraw(caller(context), id, reason, replacementId);
      return id;
    });
  }

  /** Does the change and reads the document back, as the caller sees it now. */
  private changed(
    context: RequestContext,
    info: GraphQLResolveInfo,
    change: () => Promise<string>,
  ): Promise<DocumentPayload> {
    return payload('document', async () => {
      const id = await change();
      return this.documents.find(context.principal, id, wantedFields(info, 'document'));
    });
  }
}
