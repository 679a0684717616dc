import type { Queue } from '#database';

/** Attachments that wait to be scanned and read, for whoever watches; those in hand do not wait, unless they failed before. */
export const EXAMINATION_QUEUE: Queue = {
  name: 'attachments',
  sql: `SELECT count(*)::int AS waiting, count(*) FILTER (WHERE last_error IS NOT NULL)::int AS failing,
      min(uploaded_at) AS oldest
    FROM attachments WHERE due_at IS NOT NULL AND (due_at <= $1 OR last_error IS NOT NULL)`,
};
