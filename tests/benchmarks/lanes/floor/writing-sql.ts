/** Creating a draft by hand: the same rows that the product writes, for whoever may write. */

/** The caller's membership, held so that it counts until the end. $1 hash of the token; no row: refused. */
export const WRITER = `
  SELECT m.user_id, m.institution_id FROM api_tokens t JOIN users u ON u.id = t.user_id
    JOIN memberships m ON m.user_id = t.user_id JOIN institutions i ON i.id = m.institution_id
  WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
    AND u.deactivated_at IS NULL AND m.status = 'ACTIVE' AND i.status = 'ACTIVE'
    AND (m.valid_until IS NULL OR m.valid_until > now())
    AND (t.institution_id IS NULL OR t.institution_id = m.institution_id)
    AND m.role IN ('CONTRIBUTOR', 'REVIEWER', 'PUBLISHER')
  FOR SHARE OF m, i`;

/** $1 id, $2 institution, $3 author. Sharing as it is at first, as by the product without `sharing`. */
export const INSERT_DOCUMENT = `
  INSERT INTO documents (id, kind, institution_id, author_id, state, work_state, shown_version, latest_version,
    created_at, updated_at, listed_at, revision, level, tlp, attribution, minimum_role)
  VALUES ($1, 'GUIDANCE', $2, $3, 'DRAFT', 'DRAFT', 1, 1, now(), now(), now(),
    nextval('document_revisions'), 'INSTITUTION', 'AMBER_STRICT', 'NAMED', 0)`;

/** $1 document, $2 title, $3 summary, $4 body, $5 topics, $6 details, $7 author. */
export const INSERT_VERSION = `
  INSERT INTO document_versions (document_id, number, title, summary, body, language, topics, details,
    risk_areas, author_id, material, created_at)
  VALUES ($1, 1, $2, $3, $4, 'en', $5, $6, '{}', $7, true, now())`;

/** $1 author, $2 institution, $3 document. */
export const INSERT_EVENT = `
  INSERT INTO audit_events (at, user_id, institution_id, event, subject_type, subject_id, details)
  VALUES (now(), $1, $2, 'document.created', 'document', $3, '{"kind": "GUIDANCE", "level": "INSTITUTION"}')`;
