import { AdvisoriesModule } from '#advisories';
import { AttachmentsModule } from '#attachments';
import { AuditModule } from '#audit';
import { CentresModule } from '#centres';
import { DocumentsModule } from '#documents';
import { IdentityModule } from '#identity';
import { InstitutionsModule } from '#institutions';
import { NoticesModule } from '#notices';
import { PartnersModule } from '#partners';
import { SearchModule } from '#search';
import { Module } from '@nestjs/common';
import { AccountsResolver } from './accounts/accounts.resolver.ts';
import { AdvisoriesResolver } from './advisories/advisories.resolver.ts';
import { ProgressResolver } from './advisories/progress.resolver.ts';
import { InboxResolver } from './advisories/inbox.resolver.ts';
import { AttachmentChangesResolver } from './attachments/attachment-changes.resolver.ts';
import { AttachmentsResolver } from './attachments/attachments.resolver.ts';
import { DownloadController } from './attachments/download.controller.ts';
import { UploadController } from './attachments/upload.controller.ts';
import { AuditEventsResolver } from './audit/audit-events.resolver.ts';
import { AuditExportController } from './audit/audit-export.controller.ts';
import { SendersModule } from './auth/senders.ts';
import { AuthController } from './auth/auth.controller.ts';
import { CentreFiguresResolver } from './centres/centre-figures.resolver.ts';
import { JointCentreChangesResolver } from './centres/joint-centre-changes.resolver.ts';
import { JointCentresResolver } from './centres/joint-centres.resolver.ts';
import { AccessRequestsResolver } from './documents/access-requests.resolver.ts';
import { AudienceResolver, DocumentPayloadResolver } from './documents/audience.resolver.ts';
import { DocumentChangesResolver } from './documents/document-changes.resolver.ts';
import { DocumentReadersResolver } from './documents/document-readers.resolver.ts';
import { DocumentPageController } from './documents/document-page.controller.ts';
import {
  DocumentsResolver,
  DocumentVersionResolver,
  TombstoneResolver,
} from './documents/documents.resolver.ts';
import { ExplorerController } from './explorer/explorer.controller.ts';
import { FederationResolver } from './federation/federation.resolver.ts';
import { FeedTokensResolver } from './feeds/feed-tokens.resolver.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { GraphqlModule } from './graphql/graphql.module.ts';
import { HealthModule } from './health/health.module.ts';
import { InstitutionsResolver } from './institutions/institutions.resolver.ts';
import { MembershipsResolver } from './institutions/memberships.resolver.ts';
import { SharingGroupsResolver } from './institutions/sharing-groups.resolver.ts';
import { CallersModule } from './limits/callers.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { OperationMetrics } from './metrics/operation-metrics.ts';
import { BreakGlassResolver } from './notices/break-glass.resolver.ts';
import { DecisionsResolver } from './notices/decisions.resolver.ts';
import { FollowingResolver } from './notices/following.resolver.ts';
import { NotificationSettingsResolver } from './notices/notification-settings.resolver.ts';
import { NotificationsResolver } from './notices/notifications.resolver.ts';
import { DossierResolver, TimelineEntryResolver } from './partners/dossier.resolver.ts';
import { PartnerAdditionsResolver } from './partners/partner-additions.resolver.ts';
import { PartnersResolver } from './partners/partners.resolver.ts';
import { PrecedentsResolver } from './search/precedents.resolver.ts';
import { SearchResolver } from './search/search.resolver.ts';
import { ScimController } from './scim/scim.controller.ts';
import { ScimTokensResolver } from './scim/scim-tokens.resolver.ts';
import { ServiceAccountsResolver } from './service-accounts/service-accounts.resolver.ts';
import { TokensResolver } from './tokens/tokens.resolver.ts';
import { OperationTracing } from './tracing/operation-tracing.ts';
import { WebhooksResolver } from './webhooks/webhooks.resolver.ts';

/** Everything that answers over HTTP. */
@Module({
  imports: [
    GraphqlModule,
    CallersModule,
    SendersModule,
    HealthModule,
    MetricsModule,
    AuditModule,
    IdentityModule,
    InstitutionsModule,
    PartnersModule,
    AuditModule,
    AttachmentsModule,
    DocumentsModule,
    AdvisoriesModule,
    CentresModule,
    SearchModule,
    NoticesModule,
  ],
  controllers: [
    AuthController,
    ScimController,
    ExplorerController,
    DocumentPageController,
    FeedsController,
    AuditExportController,
    UploadController,
    DownloadController,
  ],
  providers: [
    OperationMetrics,
    OperationTracing,
    InstitutionsResolver,
    MembershipsResolver,
    SharingGroupsResolver,
    TokensResolver,
    AccountsResolver,
    ServiceAccountsResolver,
    FederationResolver,
    ScimTokensResolver,
    DocumentsResolver,
    DocumentVersionResolver,
    TombstoneResolver,
    DocumentChangesResolver,
    AudienceResolver,
    DocumentReadersResolver,
    DocumentPayloadResolver,
    AccessRequestsResolver,
    AttachmentsResolver,
    AttachmentChangesResolver,
    AdvisoriesResolver,
    InboxResolver,
    ProgressResolver,
    PartnersResolver,
    PartnerAdditionsResolver,
    DossierResolver,
    TimelineEntryResolver,
    JointCentresResolver,
    JointCentreChangesResolver,
    CentreFiguresResolver,
    SearchResolver,
    PrecedentsResolver,
    FollowingResolver,
    NotificationsResolver,
    NotificationSettingsResolver,
    BreakGlassResolver,
    DecisionsResolver,
    FeedTokensResolver,
    WebhooksResolver,
    AuditEventsResolver,
  ],
})
export class ApiModule {}
