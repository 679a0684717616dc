import type { ResponseStatus } from '#kernel';

/**
 * From which status an answer may go where. Steps may be skipped: who has dealt with an advisory on the day
 * it came says DONE at once. Having taken notice cannot be taken back, so nothing leads to PENDING or back
 * to ACKNOWLEDGED. What was closed may be opened again, for an institution may learn that it was wrong.
 */
export const RESPONSE_TRANSITIONS: Readonly<Record<ResponseStatus, readonly ResponseStatus[]>> = {
  PENDING: ['ACKNOWLEDGED', 'ASSESSING', 'DONE', 'NOT_APPLICABLE'],
  ACKNOWLEDGED: ['ASSESSING', 'DONE', 'NOT_APPLICABLE'],
  ASSESSING: ['DONE', 'NOT_APPLICABLE'],
  DONE: ['ASSESSING', 'NOT_APPLICABLE'],
  NOT_APPLICABLE: ['ASSESSING', 'DONE'],
};

/** Whether an institution that stands at `from` may say `to`. */
export function mayFollow(from: ResponseStatus, to: ResponseStatus): boolean {
  return RESPONSE_TRANSITIONS[from].includes(to);
}
