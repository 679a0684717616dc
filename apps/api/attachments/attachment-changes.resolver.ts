import {
  DocumentAttachmentsService,
  DocumentsReadModel,
  type ChangeWords,
  type DocumentRow,
} from '#documents';
import type { UserError } from '#kernel';
import { Args, Context, Info, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

interface DocumentPayload {
  document: DocumentRow | null;
  userErrors: UserError[];
}

interface Change extends ChangeWords {
  id: string;
  expectedVersion: number;
}

@Resolver()
export class AttachmentChangesResolver {
  private readonly attachments: DocumentAttachmentsService;
  private readonly documents: DocumentsReadModel;

  constructor(attachments: DocumentAttachmentsService, documents: DocumentsReadModel) {
    this.attachments = attachments;
    this.documents = documents;
  }

  @Mutation()
  @RequirePermission('document.write')
  documentAttach(
    @Args() { id, expectedVersion, uploadIds, ...words }: Change & { uploadIds: string[] },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return payload('document', async () => {
      await this.attachments.attach(caller(context), id, expectedVersion, uploadIds, words);
      return this.documents.find(context.principal, id, wantedFields(info, 'document'));
    });
  }

  @Mutation()
  @RequirePermission('document.write')
  documentDetach(
    @Args() { id, expectedVersion, attachmentIds, ...words }: Change & { attachmentIds: string[] },
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentPayload> {
    return payload('document', async () => {
      await this.attachments.detach(caller(context), id, expectedVersion, attachmentIds, words);
      return this.documents.find(context.principal, id, wantedFields(info, 'document'));
    });
  }
}
