const DAY = 86_400_000;
/** Days after which freshness counts half. */
const HALF_LIFE = 730;
const MOST_FOR_FRESHNESS = 0.05;
const OVERDUE_SHARE = 0.9;

/** What ranking knows of a document beside its text. Milliseconds since 1970 UTC; null is unset. */
export interface Signals {
  publishedAt: number | null;
  reviewBy: number | null;
}

/** The day of a moment, UTC: freshness changes once a day, so that it changes no order while somebody pages. */
export function dayOf(moment: Date): number {
  return Math.floor(moment.getTime() / DAY);
}

/**
 * By what the score of a text is multiplied: what is new ranks up to a twentieth higher, half of that after
 * two years; what is overdue for review ranks a tenth lower. Mild on purpose: they part what is about
 * equally good, and lift nothing over what fits clearly better.
 */
export function signalFactor({ publishedAt, reviewBy }: Signals, day: number): number {
  const age = publishedAt === null ? Infinity : Math.max(0, day - publishedAt / DAY);
  const fresh = 1 + MOST_FOR_FRESHNESS * 2 ** (-age / HALF_LIFE);
  return reviewBy !== null && reviewBy / DAY < day ? fresh * OVERDUE_SHARE : fresh;
}
