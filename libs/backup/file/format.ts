/**
 * What a backup is: a tar archive, compressed with zstd, behind which stands the SHA-256 of all that. The
 * first entry says what it is and what the tables are, the last one how much there was of each. Between them
 * stand the tables and the attachments in pieces of a few megabytes, since the length of a tar entry must be
 * known before it begins.
 */
import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';

/** Raised when an older version could not read what a newer one writes. */
export const FORMAT = 1;
/** Bytes of a piece at the most. */
export const PIECE_BYTES = 4 * 1024 * 1024;
/** The name of the first entry. */
export const HEADER = 'backup.json';
/** The name of the last one. */
export const MANIFEST = 'manifest.json';

const count = z.int().min(0);

/** What can be said before anything is read. */
export const backupHeader = z.object({
  format: z.int(),
  id: z.uuid(),
  /** The version of the program that made it. */
  application: z.string(),
  madeAt: z.iso.datetime(),
  /** Migrations that the database had. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })),
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^-?\d+$/), called: z.boolean() })),
  /** Public halves of the keys that may have signed the trail's checkpoints, as SubjectPublicKeyInfo, base64. */
  auditKeys: z.array(z.base64()),
});
export type BackupHeader = z.infer<typeof backupHeader>;

/** What can only be said when everything has been read. */
export const backupManifest = z.object({
  /** Tables as `tables/NAME`, and all attachments as one, `attachments`. */
  parts: z.record(z.string(), z.object({ bytes: count, sha256: z.string() })),
  /** Rows of each table. */
  rows: z.record(z.string(), count),
  /** How many there are. */
  attachments: count,
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** One entry of the archive, whole. */
export interface Entry {
  name: string;
  content: Buffer;
}

/** The name of a piece of something: `tables/documents` and 0 make `tables/documents/000000`. */
export function pieceName(whole: string, number: number): string {
  return `${whole}/${String(number).padStart(6, '0')}`;
}

/** What an entry is a piece of; the other way round. Null for what is no piece. */
export function wholeOf(entryName: string): string | null {
  return /^(tables\/[^/]+|attachments\/[0-9a-f-]{36})\/\d{6,}$/.exec(entryName)?.[1] ?? null;
}

/** Counts and sums up the pieces that go by, for the manifest of who writes and for who compares with it. */
export class Tally {
  private readonly parts = new Map<string, { bytes: number; hash: Hash }>();

  take({ name, content }: Entry): void {
    const key = name.startsWith('attachments/') ? 'attachments' : (wholeOf(name) ?? name);
    const part = this.parts.get(key) ?? { bytes: 0, hash: createHash('sha256') };
    this.parts.set(key, part);
    part.bytes += content.length;
    part.hash.update(`${name} ${content.length}\n`).update(content);
  }

  /** SHA-256 is of each piece's name, length and content, one after the other. */
  sums(): BackupManifest['parts'] {
    const sums = [...this.parts].map(([key, { bytes, hash }]) => [
      key,
      { bytes, sha256: hash.copy().digest('hex') },
    ]);
    return Object.fromEntries(sums) as BackupManifest['parts'];
  }
}
