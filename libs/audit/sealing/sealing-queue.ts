import type { Queue } from '#database';

/** Events that have no place in a chain yet, for whoever watches. Sealing goes in order, so it fails for all or none. */
export const SEALING_QUEUE: Queue = {
  name: 'sealing',
  sql: `SELECT count(*)::int AS waiting, 0 AS failing, min(e.at) AS oldest
    FROM audit_unsealed u JOIN audit_events e ON e.id = u.event_id WHERE e.at <= $1`,
};
