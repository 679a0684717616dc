import { createHash } from 'node:crypto';

/** The id of the partner with this ROR id: the same in every installation. A version 8 UUID from its SHA-256. */
export function partnerIdOf(rorId: string): string {
  const hex = createHash('sha256').update(`precedent partner ${rorId}`).digest('hex');
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20)];
  return [...parts, hex.slice(20, 32)].join('-');
}

const ROR_ID = /^(?:https?:\/\/)?(?:www\.)?(?:ror\.org\/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})\/?$/i;

/** The ROR id as the registry writes it, from any usual way to write it; null when it is none. */
export function rorIdOf(text: string): string | null {
  const id = ROR_ID.exec(text.trim())?.[1];
  return id ? `https://ror.org/${id.toLowerCase()}` : null;
}
