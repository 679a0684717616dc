export { BreakGlassModule } from './break-glass/break-glass.module.ts';
export { BreakGlassReadModel, type BreakGlassAccessRow } from './break-glass/break-glass-read-model.ts';
export { BreakGlassReader } from './break-glass/break-glass-reader.ts';
export { BreakGlassService } from './break-glass/break-glass.service.ts';
export { DecisionsReadModel } from './decisions/decisions-read-model.ts';
export { DecisionsService } from './decisions/decisions.service.ts';
export { Addresses } from './delivery/addresses.ts';
export { FeedsService, type FeedFormat } from './feeds/feeds.service.ts';
export { FeedTokensService, type FeedTokenRow } from './feeds/feed-tokens.service.ts';
export { FollowingReadModel, type FollowingRow } from './following/following-read-model.ts';
export { FollowingService, type FollowInput } from './following/following.service.ts';
export type { MailFrequency } from './mail/mail-preference.entity.ts';
export { MailPreferencesService, type NotificationSettingsRow } from './mail/mail-preferences.service.ts';
export { NoticeWorker } from './notice-worker.ts';
export { NoticesModule } from './notices.module.ts';
export {
  NotificationsReadModel,
  type NotificationArguments,
  type NotificationRow,
} from './notifications/notifications-read-model.ts';
export { NotificationsService } from './notifications/notifications.service.ts';
export { WebhooksService } from './webhooks/webhooks.service.ts';
