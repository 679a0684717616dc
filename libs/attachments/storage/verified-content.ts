import { createHash } from 'node:crypto';
import { Transform, type Readable, type TransformCallback } from 'node:stream';

/** What was kept is no longer what was uploaded. */
export class CorruptContent extends Error {
  override readonly name = 'CorruptContent';
}

/**
 * Passes an attachment's bytes on and fails with CorruptContent when they are not those that were uploaded.
 * The last piece is held back until all are known to be right, so that who reads a broken one never takes it
 * for whole.
 */
class VerifiedContent extends Transform {
  private readonly hash = createHash('sha256');
  private readonly expected: { size: number; sha256: Buffer };
  private held: Buffer | null = null;
  private bytes = 0;

  constructor(expected: { size: number; sha256: Buffer }) {
    super();
    this.expected = expected;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    const ready = this.held;
    this.held = chunk;
    if (this.bytes > this.expected.size) done(new CorruptContent('The content is longer than it was.'));
    else done(null, ready ?? undefined);
  }

  override _flush(done: TransformCallback): void {
    if (this.bytes !== this.expected.size || !this.hash.digest().equals(this.expected.sha256)) {
      done(new CorruptContent('The content is not what was uploaded.'));
    } else done(null, this.held ?? undefined);
  }
}

/**
 * What a store has kept, verified on its way. Either ends with the other. It can fail before anybody reads it;
 * who reads it later still finds it failed.
 */
export function verifiedContent(kept: Readable, expected: { size: number; sha256: Buffer }): Readable {
  const verified = new VerifiedContent(expected);
  // An error that nobody listens to would end the process.
  verified.on('error', () => undefined);
  kept.on('error', (error) => verified.destroy(error));
  verified.on('close', () => kept.destroy());
  return kept.pipe(verified);
}
