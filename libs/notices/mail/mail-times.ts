import type { MailFrequency } from './mail-preference.entity.ts';

const DAY = 86_400_000;
/** Digests go out at seven in the morning, UTC; weekly ones on Mondays. */
const HOUR_OF_DAY = 7;
const MONDAY = 1;

const FIRST_DELAY_SECONDS = 60;
const LONGEST_DELAY_SECONDS = 6 * 3_600;

/** When the next mail may go out at the earliest. */
export function nextMail(frequency: MailFrequency, now: Date): Date {
  if (frequency === 'IMMEDIATE' || frequency === 'OFF') return now;
  const morning = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), HOUR_OF_DAY));
  const next = morning > now ? morning : new Date(morning.getTime() + DAY);
  if (frequency === 'DAILY') return next;
  return new Date(next.getTime() + ((MONDAY - next.getUTCDay() + 7) % 7) * DAY);
}

/** No mail waits for longer than until then, be it for its day or because it has failed. */
export function latestMail(frequency: MailFrequency, now: Date): Date {
  const days = { WEEKLY: 7, DAILY: 1, IMMEDIATE: 0, OFF: 0 }[frequency];
  return new Date(now.getTime() + Math.max(days * DAY, LONGEST_DELAY_SECONDS * 1_000));
}

/** When to try again after so many failures: after a minute, then twice as long each time. */
export function nextTry(failures: number, now: Date): Date {
  const seconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (failures - 1), LONGEST_DELAY_SECONDS);
  return new Date(now.getTime() + seconds * 1_000);
}
