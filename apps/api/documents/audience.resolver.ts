import {
  AccessExplanations,
  AudiencePreviews,
  ContentWarnings,
  type AccessExplanationRow,
  type AudiencePreviewRow,
  type ContentWarningRow,
  type SharingInput,
} from '#documents';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { caller } from '../graphql/caller.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
@UseInterceptors(DeniedAccess)
export class AudienceResolver {
  private readonly explanations: AccessExplanations;
  private readonly previews: AudiencePreviews;
  private readonly warnings: ContentWarnings;

  constructor(explanations: AccessExplanations, previews: AudiencePreviews, warnings: ContentWarnings) {
    this.explanations = explanations;
    this.previews = previews;
    this.warnings = warnings;
  }

  @Query()
  @RequirePermission('document.explain')
  explainAccess(
    @Args() { documentId, membershipId }: { documentId: string; membershipId: string },
    @Context() context: RequestContext,
  ): Promise<AccessExplanationRow | null> {
    return this.explanations.explain(caller(context), documentId, membershipId);
  }

  @Query()
  @RequirePermission('document.explain')
  previewAudience(
    @Args() { documentId, sharing }: { documentId: string; sharing: SharingInput },
    @Context() context: RequestContext,
  ): Promise<AudiencePreviewRow | null> {
    return this.previews.preview(caller(context), documentId, sharing);
  }

  @Query()
  @RequirePermission('document.explain')
  documentWarnings(
    @Args() { id, sharing }: { id: string; sharing?: SharingInput | null },
    @Context() context: RequestContext,
  ): Promise<ContentWarningRow[]> {
    return this.warnings.of(caller(context), id, sharing);
  }
}

/** Worked out only where it is asked for, once the change has been made. */
@Resolver('DocumentPayload')
export class DocumentPayloadResolver {
  private readonly contents: ContentWarnings;

  constructor(contents: ContentWarnings) {
    this.contents = contents;
  }

  @ResolveField()
  warnings(
    @Parent() { document }: { document: { id: string } | null },
    @Context() context: RequestContext,
  ): Promise<ContentWarningRow[]> | [] {
    return document ? this.contents.of(caller(context), document.id) : [];
  }
}
