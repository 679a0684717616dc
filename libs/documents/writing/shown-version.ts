import type { DocumentVersion } from '../document-version.entity.ts';
import type { Document } from '../document.entity.ts';

/** Makes the version the one that a document shows its readers from now on. Neither is saved here. */
export function showVersion(document: Document, version: DocumentVersion, now: Date): void {
  version.publishedAt = now;
  document.publishedAt ??= now;
  Object.assign(document, {
    state: 'PUBLISHED',
    workState: null,
    shownVersion: version.number,
    updatedAt: now,
    listedAt: document.publishedAt,
  });
}
