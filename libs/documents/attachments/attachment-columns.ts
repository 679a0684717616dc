import { userJson } from '#identity';

/** Characters of attachments that a document is found by, at the most. */
const SEARCHED_CHARACTERS = 200_000;

/** An attachment of a version, as the schema shows it; ids of where it hangs are for making links. */
export interface AttachmentRow {
  id: string;
  documentId: string;
  versionNumber: number;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  state: 'UPLOADED' | 'CLEAN' | 'REFUSED';
  textState: string | null;
  reason: string | null;
  uploadedBy: object | null;
  uploadedAt: string | null;
}

/**
 * The attachments of a version as a JSON array, in their order. `documentId` and `versionNumber` are SQL
 * expressions for a version that the caller may read; what tells of the uploader, and of what became of the
 * upload, is shown where the SQL expression `inside` holds.
 */
export function attachmentsJson(documentId: string, versionNumber: string, inside: string): string {
  return `(SELECT coalesce(json_agg(json_build_object(
      'id', a.id, 'documentId', va.document_id, 'versionNumber', va.version_number, 'name', a.name,
      'mediaType', a.media_type, 'size', a.size, 'sha256', encode(a.sha256, 'hex'), 'state', a.state,
      'textState', CASE WHEN ${inside} THEN a.text_state END, 'reason', CASE WHEN ${inside} THEN a.reason END,
      'uploadedAt', CASE WHEN ${inside} THEN a.uploaded_at END,
      'uploadedBy', CASE WHEN ${inside} THEN (
        SELECT ${userJson('u', 'true')} FROM users u WHERE u.id = a.uploaded_by_id) END
    ) ORDER BY va.position, a.id), '[]'::json)
    FROM document_version_attachments va JOIN attachments a ON a.id = va.attachment_id
    WHERE va.document_id = ${documentId} AND va.version_number = ${versionNumber})`;
}

/** The words of a version's attachments, in their order; of a refused one there are none. */
export function attachmentTextSql(documentId: string, versionNumber: string): string {
  return `left((SELECT coalesce(string_agg(t.text, E'\\n\\n' ORDER BY va.position, va.attachment_id), '')
    FROM document_version_attachments va JOIN attachment_texts t ON t.attachment_id = va.attachment_id
    WHERE va.document_id = ${documentId} AND va.version_number = ${versionNumber}), ${SEARCHED_CHARACTERS})`;
}
