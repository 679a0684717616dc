import { chainOf, linkHash, startOf, type EventRecord } from '../sealing/chain.ts';
import { isSigned, type CheckpointLine } from '../sealing/checkpoint.ts';
import { fingerprint } from '../sealing/public-keys.ts';
import type { Finding } from './finding.ts';

/** A link with its event, as a table or a file has it. */
export interface CheckedLink {
  position: string;
  eventId: string;
  /** Hexadecimal. */
  hash: string;
  /** Null when there is no such event. */
  event: EventRecord | null;
}

/** Goes along one chain, link by link from the first, and computes everything anew. */
export class ChainCheck {
  readonly chain: string;
  /** Where the chain has been followed to. */
  position = 0n;
  private previous: Buffer;

  constructor(chain: string) {
    this.chain = chain;
    this.previous = startOf(chain);
  }

  /** The hash of the last link, hexadecimal. */
  get hash(): string {
    return this.previous.toString('hex');
  }

  /** What is wrong with the next link; null when nothing is. Behind the first broken one nothing can be said. */
  next({ position, eventId, hash, event }: CheckedLink): Finding | null {
    const found = (what: string): Finding => ({ chain: this.chain, position, eventId, what });
    const expected = this.position + 1n;
    if (BigInt(position) !== expected) return found(`position ${expected} is missing before it`);
    if (event === null) return found('the event is gone');
    if (event.id !== eventId) return found(`it has the event ${event.id}`);
    if (chainOf(event) !== this.chain) return found('the event belongs to another chain');
    const computed = linkHash(this.previous, event);
    if (computed.toString('hex') !== hash) {
      return found('its hash differs: the event, its link or what stands before it was changed');
    }
    this.position = expected;
    this.previous = computed;
    return null;
  }
}

/**
 * What is wrong with a checkpoint, given the hash at its position, null for none there. `trusted` are the
 * public keys that may have signed it, base64; without them any may.
 */
export function checkpointFinding(
  line: CheckpointLine,
  linked: string | null,
  trusted: ReadonlySet<string> | null,
): Finding | null {
  const { chain, position, at, publicKey } = line;
  const found = (what: string): Finding => ({
    ...{ chain, position, eventId: null },
    what: `checkpoint of ${at}: ${what}`,
  });
  if (!isSigned(line)) return found('its signature is not valid');
  if (trusted && !trusted.has(publicKey)) {
    return found(`it is signed with another key, ${fingerprint(Buffer.from(publicKey, 'base64'))}`);
  }
  if (linked === null) return found('the chain has been cut off before it');
  if (linked !== line.hash) return found('another hash stood at its position');
  return null;
}
