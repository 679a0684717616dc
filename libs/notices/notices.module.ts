import { AdvisoriesModule, InboxSources } from '#advisories';
import { AuditModule } from '#audit';
import { Settings } from '#config';
import { Queues, Retention } from '#database';
import { DocumentsModule } from '#documents';
import { AccountData, IdentityModule } from '#identity';
import { InstitutionsModule } from '#institutions';
import { PartnersModule } from '#partners';
import { SearchModule } from '#search';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { noticeParts } from './account-parts.ts';
import {
  BreakGlassAccess,
  BreakGlassMail,
  BreakGlassReading,
} from './break-glass/break-glass-access.entity.ts';
import { BreakGlassReadModel } from './break-glass/break-glass-read-model.ts';
import { DecisionConfirmation } from './decisions/decision-confirmation.entity.ts';
import { decisionsToReview } from './decisions/decision-inbox.ts';
import { DecisionsReadModel } from './decisions/decisions-read-model.ts';
import { DecisionsService } from './decisions/decisions.service.ts';
import { Addresses } from './delivery/addresses.ts';
import { FollowMatcher } from './delivery/follow-matcher.ts';
import { NoticeFanOut } from './delivery/notice-fan-out.ts';
import { NoticeSpread } from './delivery/notice-spread.ts';
import { FeedReadModel } from './feeds/feed-contents.ts';
import { FeedToken } from './feeds/feed-token.entity.ts';
import { FeedTokensService } from './feeds/feed-tokens.service.ts';
import { FeedsService } from './feeds/feeds.service.ts';
import { Follow } from './following/follow.entity.ts';
import { FollowingReadModel } from './following/following-read-model.ts';
import { FollowingService } from './following/following.service.ts';
import { BreakGlassMails } from './mail/break-glass-mails.ts';
import { Digests } from './mail/digests.ts';
import { noticeRetention } from './retention-rules.ts';
import { MailPreference } from './mail/mail-preference.entity.ts';
import { MailPreferencesService } from './mail/mail-preferences.service.ts';
import { Mailer } from './mail/mailer.ts';
import { NOTICE_QUEUES } from './notice-queues.ts';
import { NoticeWorker } from './notice-worker.ts';
import { Notification } from './notifications/notification.entity.ts';
import { NotificationsReadModel } from './notifications/notifications-read-model.ts';
import { NotificationsService } from './notifications/notifications.service.ts';
import { DeliveryBodies } from './webhooks/delivery-body.ts';
import { InstitutionReaders } from './webhooks/institution-readers.ts';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.ts';
import { WebhookFanOut } from './webhooks/webhook-fan-out.ts';
import { Webhook, WebhookDelivery } from './webhooks/webhook.entity.ts';
import { WebhooksService } from './webhooks/webhooks.service.ts';

const DOORS = [
  Addresses,
  BreakGlassReadModel,
  FeedsService,
  FeedTokensService,
  FollowingService,
  FollowingReadModel,
  NotificationsService,
  NotificationsReadModel,
  MailPreferencesService,
  WebhooksService,
  DecisionsReadModel,
  DecisionsService,
  NoticeWorker,
];

const PARTS = [
  FollowMatcher,
  NoticeFanOut,
  NoticeSpread,
  FeedReadModel,
  Mailer,
  BreakGlassMails,
  Digests,
  InstitutionReaders,
  WebhookFanOut,
  DeliveryBodies,
  WebhookDeliveries,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Follow, Notification, FeedToken, MailPreference, Webhook, WebhookDelivery]),
    TypeOrmModule.forFeature([DecisionConfirmation, BreakGlassAccess, BreakGlassReading, BreakGlassMail]),
    AdvisoriesModule,
    AuditModule,
    IdentityModule,
    InstitutionsModule,
    PartnersModule,
    DocumentsModule,
    SearchModule,
  ],
  providers: [...PARTS, ...DOORS],
  exports: DOORS,
})
export class NoticesModule {
  constructor(
    sources: InboxSources,
    queues: Queues,
    data: AccountData,
    retention: Retention,
    settings: Settings,
  ) {
    retention.add(...noticeRetention(settings));
    data.add(...noticeParts);
    sources.add(decisionsToReview);
    NOTICE_QUEUES.forEach((queue) => queues.add(queue));
  }
}
