import type { Settings } from '#config';
import type { RetentionRule } from '#database';

/** How long is kept what people and webhooks were told. */
export function noticeRetention(settings: Settings): RetentionRule[] {
  const { retainNotificationsDays, retainDeliveriesDays, retainRevokedTokensDays } = settings;
  return [
    {
      ...{ name: 'Deleting old notifications', days: retainNotificationsDays },
      // What an owner was told of break-glass stays until it has been read.
      ...{ table: 'notifications', key: 'id' },
      since: `CASE WHEN break_glass_access_id IS NULL THEN created_at ELSE read_at END`,
    },
    {
      ...{ name: 'Deleting old deliveries', days: retainDeliveriesDays },
      ...{ table: 'webhook_deliveries', key: 'id', since: 'ended_at' },
    },
    {
      ...{ name: 'Deleting old feed tokens', days: retainRevokedTokensDays },
      ...{ table: 'feed_tokens', key: 'id', since: 'least(revoked_at, expires_at)' },
    },
  ];
}
