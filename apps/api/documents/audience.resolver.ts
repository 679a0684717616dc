import {
  AccessExplanations,
  AudiencePreviews,
  type AccessExplanationRow,
  type AudiencePreviewRow,
  type SharingInput,
} from '#documents';
import { UseInterceptors } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { DeniedAccess } from '../audit/denied-access.interceptor.ts';
import { caller } from '../graphql/caller.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
@UseInterceptors(DeniedAccess)
export class AudienceResolver {
  private readonly explanations: AccessExplanations;
  private readonly previews: AudiencePreviews;

  constructor(explanations: AccessExplanations, previews: AudiencePreviews) {
    this.explanations = explanations;
    this.previews = previews;
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
}
