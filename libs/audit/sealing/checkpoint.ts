import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { canonical } from './chain.ts';

const base64 = z.base64();

/** A checkpoint as a line of a file. */
export const checkpointLine = z.strictObject({
  type: z.literal('checkpoint'),
  chain: z.uuid(),
  /** Of the link that it is about. */
  position: z.string().regex(/^[1-9]\d{0,18}$/),
  /** SHA-256, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime({ precision: 3 }),
  /** Ed25519, SubjectPublicKeyInfo in DER, base64. */
  publicKey: base64,
  /** Of the canonical JSON of the fields before, base64. */
  signature: base64,
});
export type CheckpointLine = z.infer<typeof checkpointLine>;

type Statement = Pick<CheckpointLine, 'chain' | 'position' | 'hash' | 'at'>;

/** Says, signed, that at this moment this link was the last of the chain. */
export function signed(statement: Statement, key: KeyObject): CheckpointLine {
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
  const signature = sign(null, signedBytes(statement), key).toString('base64');
  return { type: 'checkpoint', ...statement, publicKey, signature };
}

/** Whether the signature is that of the key that the checkpoint names. Whether that key is ours is not asked. */
export function isSigned({ publicKey, signature, ...statement }: CheckpointLine): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return (
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, signedBytes(statement), key, Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
}

function signedBytes({ chain, position, hash, at }: Statement): Buffer {
  return Buffer.from(canonical({ chain, position, hash, at }), 'utf8');
}
