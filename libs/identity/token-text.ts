import { hash, randomBytes } from 'node:crypto';

const PREFIX = 'precedent_';
const SHAPE = /^precedent_[A-Za-z0-9_-]{43}$/;

/** A new API token: 256 random bits behind a prefix that secret scanners can recognise. */
export function newToken(prefix = PREFIX): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** Whether the text can be a token of ours at all. */
export function looksLikeToken(text: string): boolean {
  return SHAPE.test(text);
}

/** What is kept of a token: its SHA-256. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
