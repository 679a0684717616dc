import { createHash } from 'node:crypto';

/** An id that is the same for the same name every time: a version 8 UUID from its SHA-256. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(`precedent demonstration ${name}`).digest('hex');
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
