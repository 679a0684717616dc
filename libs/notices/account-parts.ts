import type { AccountPart, Erasing } from '#identity';
import type { EntityManager } from 'typeorm';
import { FeedToken } from './feeds/feed-token.entity.ts';
import { Follow } from './following/follow.entity.ts';
import { MailPreference } from './mail/mail-preference.entity.ts';
import { Notification } from './notifications/notification.entity.ts';

/** What somebody follows and was told, which ends with the account, and what somebody did, which stays. */
export const noticeParts: readonly AccountPart[] = [
  {
    name: 'follows',
    columns: { 'follows.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT id, kind, target, name, query, filter, created_at AS "createdAt"
       FROM follows WHERE user_id = ${bind(principal.userId)} ORDER BY created_at, id`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(Follow, { userId });
    },
  },
  {
    name: 'notifications',
    columns: { 'notifications.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT id, document_id AS "documentId", event, version_number AS "versionNumber",
         created_at AS "createdAt", read_at AS "readAt", mailed_at AS "mailedAt"
       FROM notifications WHERE user_id = ${bind(principal.userId)} ORDER BY created_at, id`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(Notification, { userId });
    },
  },
  {
    name: 'notificationSettings',
    columns: { 'mail_preferences.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT frequency AS email, changed_at AS "changedAt", last_error AS "lastError"
       FROM mail_preferences WHERE user_id = ${bind(principal.userId)}`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(MailPreference, { userId });
    },
  },
  {
    name: 'feedTokens',
    columns: { 'feed_tokens.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT id, institution_id AS "institutionId", created_at AS "createdAt", expires_at AS "expiresAt",
         revoked_at AS "revokedAt"
       FROM feed_tokens WHERE user_id = ${bind(principal.userId)} ORDER BY created_at, id`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(FeedToken, { userId });
    },
  },
  {
    name: 'webhooks',
    columns: { 'webhooks.created_by_id': 'kept: the webhook is the institution’s; by a former member' },
    rows: ({ principal, bind }) =>
      `SELECT id, institution_id AS "institutionId", created_at AS "createdAt"
       FROM webhooks WHERE created_by_id = ${bind(principal.userId)} ORDER BY created_at, id`,
  },
  {
    name: 'decisionConfirmations',
    columns: {
      'decision_confirmations.confirmed_by_id': 'kept: the institution confirmed; by a former member',
      'notice_outbox.actor_id': 'kept: until the notice has gone out, minutes later',
    },
    rows: ({ principal, bind }) =>
      `SELECT document_id AS "documentId", confirmed_at AS "confirmedAt"
       FROM decision_confirmations WHERE confirmed_by_id = ${bind(principal.userId)} ORDER BY confirmed_at`,
  },
  {
    name: 'breakGlassAccesses',
    columns: {
      'break_glass_accesses.operator_id': 'kept: owners must be able to tell one operator from another',
    },
    rows: ({ principal, bind }) =>
      `SELECT id, document_id AS "documentId", reason, opened_at AS "openedAt", expires_at AS "expiresAt",
         ended_at AS "endedAt"
       FROM break_glass_accesses WHERE operator_id = ${bind(principal.userId)} ORDER BY opened_at, id`,
  },
];
