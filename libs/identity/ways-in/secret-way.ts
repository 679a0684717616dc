import { hashToken } from '../token-text.ts';
import type { AccountFacts, AccountRow } from './held-memberships.ts';
import { WayIn } from './way-in.ts';

/** A way in by a secret that we have given out ourselves. Only its hash is kept, which is the credential. */
export abstract class SecretWay<Facts extends AccountFacts, Row extends AccountRow> extends WayIn<
  Buffer,
  Facts,
  Row
> {
  protected credentialOf(secret: string): Buffer {
    return hashToken(secret);
  }

  /** As `encode(hash, 'base64')` has it in PostgreSQL. */
  protected keyOf(hash: Buffer): string {
    return hash.toString('base64');
  }
}
