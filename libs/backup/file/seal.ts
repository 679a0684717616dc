/**
 * The end of a backup: the SHA-256 of everything before it, as a frame that decompressors of zstd skip
 * (RFC 8878, 3.1.2), so that `zstd -d` and `tar --zstd` read the file as it is.
 */
import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

const HASH_BYTES = 32;
const START = Buffer.from([0x5e, 0x2a, 0x4d, 0x18, HASH_BYTES, 0, 0, 0]);

/** Bytes of the seal. */
export const SEAL_BYTES = START.length + HASH_BYTES;

/** Passes bytes on, and puts the seal behind them. */
export class Sealing extends Transform {
  /** Bytes that went by, the seal among them once they have ended. */
  bytes = 0;
  /** SHA-256 of what went by, hexadecimal; once it has ended. */
  sha256 = '';
  private readonly hash = createHash('sha256');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const digest = this.hash.digest();
    this.sha256 = digest.toString('hex');
    this.bytes += SEAL_BYTES;
    done(null, Buffer.concat([START, digest]));
  }
}

/** Passes bytes on, and fails at their end when the seal is not theirs. */
export class Unsealing extends Transform {
  private readonly hash = createHash('sha256');
  private readonly expected: Buffer;

  constructor(expected: Buffer) {
    super();
    this.expected = expected;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const same = this.hash.digest().equals(this.expected);
    done(same ? null : new Error('the checksum of the file is another'));
  }
}

/** The hash in a seal; null for what is none. */
export function sealedHash(seal: Buffer): Buffer | null {
  const isSeal = seal.length === SEAL_BYTES && seal.subarray(0, START.length).equals(START);
  return isSeal ? seal.subarray(START.length) : null;
}
