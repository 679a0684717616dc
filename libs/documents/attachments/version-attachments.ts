import type { EntityManager } from 'typeorm';

/** Gives a new version attachments, in this order. */
export async function insertAttachments(
  manager: EntityManager,
  documentId: string,
  versionNumber: number,
  attachmentIds: readonly string[],
): Promise<void> {
  if (attachmentIds.length === 0) return;
  await manager.query(
    `INSERT INTO document_version_attachments (document_id, version_number, attachment_id, position)
     SELECT $1, $2, given.id, given.place - 1 FROM unnest($3::uuid[]) WITH ORDINALITY AS given(id, place)`,
    [documentId, versionNumber, attachmentIds],
  );
}

/** Gives a new version what another one has. */
export async function copyAttachments(
  manager: EntityManager,
  documentId: string,
  from: number,
  to: number,
): Promise<void> {
  await manager.query(
    `INSERT INTO document_version_attachments (document_id, version_number, attachment_id, position)
     SELECT document_id, $3, attachment_id, position FROM document_version_attachments
     WHERE document_id = $1 AND version_number = $2`,
    [documentId, from, to],
  );
}
