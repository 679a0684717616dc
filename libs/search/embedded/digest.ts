import { createHash } from 'node:crypto';

/** A digest of the facts as they are stored. */
export function digestOf(facts: string): string {
  return createHash('sha256').update(facts).digest('base64url');
}
