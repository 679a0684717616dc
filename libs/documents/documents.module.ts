import { AttachmentsModule } from '#attachments';
import { AuditModule } from '#audit';
import { AccountData, IdentityModule } from '#identity';
import { PartnersModule } from '#partners';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { documentParts } from './account-parts.ts';
import { AttachedTextFollower } from './attachments/attached-text-follower.ts';
import { AttachmentDownloads } from './attachments/attachment-downloads.ts';
import { DocumentAttachmentsService } from './attachments/document-attachments.service.ts';
import { DocumentVersionAttachment } from './attachments/document-version-attachment.entity.ts';
import { AccessExplanations } from './audience/access-explanations.ts';
import { AudiencePreviews } from './audience/audience-preview.ts';
import { DocumentImport } from './document-import.entity.ts';
import { DocumentReview } from './document-review.entity.ts';
import { DocumentVersion, RetiredSharing } from './document-version.entity.ts';
import { Document } from './document.entity.ts';
import { AccessGrant, AccessRequest } from './requests/access-request.entity.ts';
import { AccessRequestsService } from './requests/access-requests.service.ts';
import { StubsReadModel } from './requests/stubs-read-model.ts';
import { DocumentsReadModel } from './reading/documents-read-model.ts';
import { SharedAspectsReadModel } from './reading/shared-aspects.ts';
import { DossierReadModel } from './reading/dossier-read-model.ts';
import { VersionsReadModel } from './reading/versions-read-model.ts';
import { DocumentReading } from './readings/document-reading.entity.ts';
import { ReadersReadModel } from './readings/readers-read-model.ts';
import { ReadingsService } from './readings/readings.service.ts';
import { ContentWarnings } from './warnings/content-warnings.service.ts';
import { DocumentWriter } from './writing/document-writer.ts';
import { DraftsService } from './writing/drafts.service.ts';
import { ImportsService } from './writing/imports.service.ts';
import { NewDocuments } from './writing/new-documents.ts';
import { PartnerNameFollower } from './writing/partner-name-follower.ts';
import { PublicationService } from './writing/publication.service.ts';
import { ReviewsService } from './writing/reviews.service.ts';

const DOORS = [
  DraftsService,
  ReviewsService,
  PublicationService,
  ImportsService,
  DocumentsReadModel,
  VersionsReadModel,
  SharedAspectsReadModel,
  DossierReadModel,
  AccessExplanations,
  AudiencePreviews,
  ContentWarnings,
  AccessRequestsService,
  StubsReadModel,
  ReadingsService,
  ReadersReadModel,
  DocumentAttachmentsService,
  AttachmentDownloads,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Document, DocumentVersion, RetiredSharing, DocumentReview, DocumentImport]),
    TypeOrmModule.forFeature([AccessRequest, AccessGrant, DocumentReading, DocumentVersionAttachment]),
    AttachmentsModule,
    AuditModule,
    IdentityModule,
    PartnersModule,
  ],
  providers: [DocumentWriter, NewDocuments, PartnerNameFollower, AttachedTextFollower, ...DOORS],
  exports: DOORS,
})
export class DocumentsModule {
  constructor(data: AccountData) {
    data.add(...documentParts);
  }
}
