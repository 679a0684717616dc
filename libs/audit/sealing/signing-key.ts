import { Settings } from '#config';
import { Injectable } from '@nestjs/common';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formerKeys, keepFormerKeys } from './former-keys.ts';

const FILE = 'audit-signing-key.pem';

/** The key that signs checkpoints (Ed25519), from AUDIT_SIGNING_KEY or made once in the data directory. */
@Injectable()
export class SigningKey {
  private readonly settings: Settings;
  private loaded: Promise<KeyObject> | null = null;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Throws when AUDIT_SIGNING_KEY leads to no Ed25519 key. */
  private(): Promise<KeyObject> {
    this.loaded ??= load(this.settings);
    return this.loaded;
  }

  /** As SubjectPublicKeyInfo in DER. */
  async public(): Promise<Buffer> {
    return createPublicKey(await this.private()).export({ format: 'der', type: 'spki' });
  }

  /** Public halves of this key and of former ones, base64: who may have signed checkpoints of this trail. */
  async trusted(): Promise<Set<string>> {
    const keys = [await this.public(), ...(await formerKeys(this.settings))];
    return new Set(keys.map((key) => key.toString('base64')));
  }

  /** Trusts checkpoints that these keys have signed, as well; base64. */
  async trust(keys: readonly string[]): Promise<void> {
    const known = await this.trusted();
    const others = keys.filter((key) => !known.has(key));
    await keepFormerKeys(
      this.settings,
      others.map((key) => Buffer.from(key, 'base64')),
    );
  }
}

async function load({ auditSigningKey, dataDirectory }: Settings): Promise<KeyObject> {
  const key = createPrivateKey(await pemOf(auditSigningKey, dataDirectory));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('AUDIT_SIGNING_KEY must be an Ed25519 key.');
  return key;
}

async function pemOf(given: string | null, dataDirectory: string): Promise<string> {
  if (given?.includes('-----BEGIN')) return given.replaceAll('\\n', '\n');
  if (given) return readFile(given, 'utf8');
  return keptKey(join(dataDirectory, FILE));
}

/** Of processes that make it at the same time one wins, and all use the winner's. */
async function keptKey(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
}
