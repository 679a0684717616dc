export { attachmentTextSql, type AttachmentRow } from './attachments/attachment-columns.ts';
export { AttachmentDownloads, type Download } from './attachments/attachment-downloads.ts';
export { DocumentAttachmentsService, type ChangeWords } from './attachments/document-attachments.service.ts';
export { AccessExplanations, type AccessExplanationRow } from './audience/access-explanations.ts';
export { asUser, AudiencePreviews, type AudiencePreviewRow } from './audience/audience-preview.ts';
export {
  asMembership,
  grantedInstitutions,
  possibleInstitutions,
  type AudienceInstitution,
} from './audience/members.ts';
export { detailsName } from './content/details.ts';
export { renderMarkdown } from './content/markdown.ts';
export { readSharing, type SharingInput } from './content/sharing-input.ts';
export { documentSql } from './reading/document-columns.ts';
export {
  FACTS_JSON,
  factsFromJson,
  sharingColumns,
  sharingFacts,
  toSharingColumns,
} from './document-facts.ts';
export { SharingColumns } from './document.entity.ts';
export { DocumentsModule } from './documents.module.ts';
export { filterPredicate, startOfDay, type DocumentFilter } from './reading/document-filter.ts';
export type { DocumentRow } from './reading/document-row.ts';
export {
  DocumentsReadModel,
  type ListArguments,
  type ReadByIds,
  type TombstoneRow,
} from './reading/documents-read-model.ts';
export {
  ASPECTS,
  SharedAspectsReadModel,
  type Aspect,
  type AspectsRow,
  type AspectValues,
} from './reading/shared-aspects.ts';
export {
  DossierReadModel,
  type DatedDocument,
  type ExperienceRow,
  type KindCount,
} from './reading/dossier-read-model.ts';
export { sharingJson } from './reading/sharing-json.ts';
export { VersionsReadModel, type VersionRow } from './reading/versions-read-model.ts';
export { ownersMembers } from './writing/approvals.ts';
export { DraftsService, type DocumentEditInput } from './writing/drafts.service.ts';
export { nextRevisions } from './writing/document-writer.ts';
export type { DocumentCreateInput } from './writing/new-documents.ts';
export { ImportsService, type ImportedRecord, type ImportOutcome } from './writing/imports.service.ts';
export { PublicationService } from './writing/publication.service.ts';
export { ReviewsService } from './writing/reviews.service.ts';
export {
  ContentWarnings,
  countedKinds,
  warningsIn,
  type ContentWarningRow,
} from './warnings/content-warnings.service.ts';
export { AccessRequestsService, type AccessDecision } from './requests/access-requests.service.ts';
export { StubsReadModel, type AccessRequestRow, type StubRow } from './requests/stubs-read-model.ts';
export { ReadersReadModel, type ReaderRow, type ReadersRow } from './readings/readers-read-model.ts';
export { actingInstitution, ReadingsService } from './readings/readings.service.ts';
