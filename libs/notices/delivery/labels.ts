import type { TlpLabel } from '#kernel';

/**
 * Whether more than title and link may leave the repository, by mail, feed or webhook, where nobody checks
 * again who reads it. AMBER and stricter stay inside.
 */
export function mayLeaveInFull(tlp: TlpLabel): boolean {
  return tlp === 'GREEN' || tlp === 'CLEAR';
}
