import type { Queue } from '#database';

const COUNTED = 'count(*)::int AS waiting, count(*) FILTER (WHERE attempts > 0)::int AS failing';

/** Where work of notices waits, for whoever watches. What is due later has not begun to wait. */
export const NOTICE_QUEUES: readonly Queue[] = [
  {
    name: 'notices',
    sql: `SELECT ${COUNTED}, min(CASE WHEN attempts > 0 THEN queued_at ELSE due_at END) AS oldest
      FROM notice_outbox WHERE due_at <= $1 OR attempts > 0`,
  },
  {
    name: 'webhooks',
    sql: `SELECT ${COUNTED}, min(d.created_at) AS oldest FROM webhook_deliveries d
      JOIN webhooks w ON w.id = d.webhook_id AND w.disabled_at IS NULL AND w.deleted_at IS NULL
      WHERE d.ended_at IS NULL AND (d.due_at <= $1 OR d.attempts > 0)`,
  },
  {
    name: 'mail',
    sql: `SELECT ${COUNTED}, min(next_at) AS oldest FROM mail_preferences
      WHERE frequency IN ('DAILY', 'WEEKLY') AND (next_at <= $1 OR attempts > 0)
        OR frequency = 'IMMEDIATE' AND attempts > 0`,
  },
];
