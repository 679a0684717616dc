import { createHash, createPublicKey } from 'node:crypto';

/** A key's public half as PEM. */
export function publicPem(publicKey: Buffer): string {
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  return key.export({ format: 'pem', type: 'spki' }).toString();
}

/** The public key in a PEM text. Throws Error when there is none. */
export function publicKeyOf(pem: string): Buffer {
  return createPublicKey(pem).export({ format: 'der', type: 'spki' });
}

/** How people compare keys: SHA-256 of the public half, as `SHA256:…` in base64. */
export function fingerprint(publicKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(publicKey).digest('base64')}`;
}
