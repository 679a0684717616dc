import type { Settings } from '#config';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publicKeyOf, publicPem } from './public-keys.ts';

const FILE = 'audit-former-keys.pem';
const PEM = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/**
 * Public halves of keys that signed checkpoints of this trail before it was restored here, where the key
 * itself has not come along; as SubjectPublicKeyInfo in DER.
 */
export async function formerKeys({ dataDirectory }: Pick<Settings, 'dataDirectory'>): Promise<Buffer[]> {
  try {
    const text = await readFile(join(dataDirectory, FILE), 'utf8');
    return (text.match(PEM) ?? []).map(publicKeyOf);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Adds keys to those that are trusted. */
export async function keepFormerKeys(
  { dataDirectory }: Pick<Settings, 'dataDirectory'>,
  keys: readonly Buffer[],
): Promise<void> {
  if (keys.length === 0) return;
  await mkdir(dataDirectory, { recursive: true });
  await appendFile(join(dataDirectory, FILE), keys.map(publicPem).join(''), { mode: 0o600 });
}
