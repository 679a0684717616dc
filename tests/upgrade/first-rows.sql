-- What an installation held whose schema was made by the first three migrations: people in every role,
-- documents of every kind, in every state and at every level. Never edited: it is what was.
-- A person's API token is 'precedent_' and the name, filled up with x to 43 characters.

INSERT INTO institutions (id, slug, name, kind, status, country, ror_id, may_issue_advisories, created_at) VALUES
  ('10000000-0000-4000-8000-000000000001', 'harrow', 'Harrow University', 'UNIVERSITY', 'ACTIVE', 'GB', 'https://ror.org/052gg0110', false, '2025-11-21 09:00:00.123456+00'),
  ('10000000-0000-4000-8000-000000000002', 'calder', 'Calder University', 'UNIVERSITY', 'ACTIVE', 'GB', NULL, false, '2025-11-21 09:00:00+00'),
  ('10000000-0000-4000-8000-000000000003', 'agency', 'The Agency', 'GOVERNMENT', 'ACTIVE', 'GB', NULL, true, '2025-11-21 09:00:00+00'),
  ('10000000-0000-4000-8000-000000000004', 'closed', 'Closed College', 'UNIVERSITY', 'SUSPENDED', 'IE', NULL, false, '2025-11-21 09:00:00+00');

INSERT INTO users (id, email, name, verified_at, created_at)
SELECT ('20000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, name || '@example.org', initcap(name),
  CASE WHEN name = 'invited' THEN NULL ELSE timestamptz '2025-11-21 09:00:00+00' END, '2025-11-21 09:00:00+00'
FROM unnest('{author,reviewer,publisher,reader,liaison,former,stranger,invited}'::text[]) WITH ORDINALITY AS people(name, n);

INSERT INTO memberships (id, user_id, institution_id, role, administrator, auditor, status, findable, valid_until, created_at)
SELECT ('30000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, u.id, i.id, role, administrator, auditor, m.status, false, valid_until, '2025-11-21 09:00:00+00'
FROM (VALUES
  (1, 'author', 'harrow', 'CONTRIBUTOR', false, false, 'ACTIVE', NULL::timestamptz),
  (2, 'reviewer', 'harrow', 'REVIEWER', false, true, 'ACTIVE', NULL),
  (3, 'publisher', 'harrow', 'PUBLISHER', true, false, 'ACTIVE', NULL),
  (4, 'reader', 'calder', 'READER', true, false, 'ACTIVE', NULL),
  (5, 'liaison', 'agency', 'PUBLISHER', true, false, 'ACTIVE', NULL),
  (6, 'former', 'harrow', 'PUBLISHER', false, false, 'REVOKED', NULL),
  (7, 'former', 'calder', 'READER', false, false, 'ACTIVE', '2025-11-22 09:00:00+00'),
  (8, 'stranger', 'closed', 'PUBLISHER', true, false, 'ACTIVE', NULL),
  (9, 'invited', 'calder', 'READER', false, false, 'INVITED', NULL)
) AS m(n, person, slug, role, administrator, auditor, status, valid_until)
JOIN users u ON u.email = person || '@example.org' JOIN institutions i USING (slug);

INSERT INTO api_tokens (id, user_id, institution_id, hash, scopes, created_at, expires_at, revoked_at, last_used_at)
SELECT gen_random_uuid(), id, NULL, sha256(('precedent_' || rpad(split_part(email, '@', 1), 43, 'x'))::bytea), '{}',
  '2025-11-21 10:00:00+00', NULL, NULL, NULL FROM users;
-- One that was revoked.
INSERT INTO api_tokens (id, user_id, institution_id, hash, scopes, created_at, expires_at, revoked_at, last_used_at)
SELECT gen_random_uuid(), id, NULL, sha256(('precedent_' || rpad('revoked', 43, 'x'))::bytea), '{}',
  '2025-11-21 10:00:00+00', NULL, '2025-11-21 11:00:00+00', NULL FROM users WHERE email = 'publisher@example.org';

INSERT INTO demonstration_tokens (user_id, token)
SELECT id, 'precedent_' || rpad('reader', 43, 'x') FROM users WHERE email = 'reader@example.org';

INSERT INTO sharing_groups (id, name, owner_id, created_at, deleted_at) VALUES
  ('40000000-0000-4000-8000-000000000001', 'Northern circle', '10000000-0000-4000-8000-000000000001', '2025-11-21 09:30:00+00', NULL),
  ('40000000-0000-4000-8000-000000000002', 'Given up', '10000000-0000-4000-8000-000000000001', '2025-11-21 09:30:00+00', '2025-11-21 09:40:00+00');
INSERT INTO sharing_group_members (group_id, institution_id, status) VALUES
  ('40000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002', 'ACCEPTED'),
  ('40000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000003', 'ACCEPTED');

CREATE TEMPORARY TABLE written (n int, title text, kind text, owner text, state text, work text, level text, tlp text,
  attribution text, minimum int, groups text, members text, excluded text, until timestamptz, shown int, latest int);
INSERT INTO written VALUES
  (1, 'For a few people', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'NAMED', 'RED', 'NAMED', 0, '{}', '{30000000-0000-4000-8000-000000000004}', '{}', NULL, 1, 1),
  (2, 'At home', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'INSTITUTION', 'AMBER_STRICT', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1),
  (3, 'To the circle', 'CASE_STUDY', 'harrow', 'PUBLISHED', NULL, 'GROUPS', 'AMBER', 'NAMED', 0, '{40000000-0000-4000-8000-000000000001}', '{}', '{}', NULL, 1, 1),
  (4, 'To a group that is gone', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'GROUPS', 'AMBER', 'NAMED', 0, '{40000000-0000-4000-8000-000000000002}', '{}', '{}', NULL, 1, 1),
  (5, 'To the community', 'PARTNER_NOTE', 'harrow', 'PUBLISHED', NULL, 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1),
  (6, 'To everybody', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'PUBLIC', 'CLEAR', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1),
  (7, 'Not said by whom', 'CASE_STUDY', 'harrow', 'PUBLISHED', NULL, 'COMMUNITY', 'GREEN', 'WITHHELD', 0, '{}', '{}', '{}', NULL, 1, 1),
  (8, 'Not for Calder', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{10000000-0000-4000-8000-000000000002}', NULL, 1, 1),
  (9, 'For publishers', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'COMMUNITY', 'GREEN', 'NAMED', 3, '{}', '{}', '{}', NULL, 1, 1),
  (10, 'Over', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', '2025-11-22 09:00:00+00', 1, 1),
  (11, 'In draft', 'GUIDANCE', 'harrow', 'DRAFT', 'DRAFT', 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1),
  (12, 'In review', 'GUIDANCE', 'harrow', 'IN_REVIEW', 'IN_REVIEW', 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1),
  (13, 'Approved', 'GUIDANCE', 'harrow', 'APPROVED', 'APPROVED', 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1),
  (14, 'Withdrawn', 'GUIDANCE', 'harrow', 'WITHDRAWN', NULL, 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1),
  (15, 'Revised and widened', 'GUIDANCE', 'harrow', 'PUBLISHED', NULL, 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 2, 2),
  (16, 'Being revised', 'GUIDANCE', 'harrow', 'PUBLISHED', 'DRAFT', 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 2),
  (17, 'An advisory', 'ADVISORY', 'agency', 'PUBLISHED', NULL, 'COMMUNITY', 'GREEN', 'NAMED', 0, '{}', '{}', '{}', NULL, 1, 1);

INSERT INTO documents (id, kind, institution_id, author_id, co_author_ids, reviewer_ids, state, work_state, shown_version,
  latest_version, created_at, published_at, updated_at, listed_at, withdrawn_at, withdraw_reason, tombstoned, superseded_by_id,
  revision, level, tlp, attribution, minimum_role, audience_group_ids, audience_member_ids, excluded_institution_ids, visible_until)
SELECT ('50000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, w.kind, i.id, u.id, '{}',
  CASE WHEN w.state = 'APPROVED' THEN ARRAY['20000000-0000-4000-8000-000000000002']::uuid[] ELSE '{}' END,
  w.state, w.work, shown, latest, at, CASE WHEN w.state IN ('PUBLISHED', 'WITHDRAWN') THEN at END, at, at,
  CASE WHEN w.state = 'WITHDRAWN' THEN at + interval '1 hour' END, CASE WHEN w.state = 'WITHDRAWN' THEN 'It was wrong.' END,
  w.state = 'WITHDRAWN', NULL, nextval('document_revisions'), level, tlp, attribution, minimum, groups::uuid[], members::uuid[],
  excluded::uuid[], until
FROM written w JOIN institutions i ON i.slug = w.owner
JOIN users u ON u.email = CASE w.owner WHEN 'agency' THEN 'liaison' ELSE 'author' END || '@example.org',
  LATERAL (SELECT timestamptz '2025-11-21 12:00:00+00' + n * interval '1 minute' AS at) t;
UPDATE documents SET superseded_by_id = '50000000-0000-4000-8000-000000000006' WHERE id = '50000000-0000-4000-8000-000000000014';

INSERT INTO document_versions (document_id, number, title, summary, body, language, topics, countries, partner_ids, review_by, details,
  risk_areas, technology_areas, collaboration_type, decision, severity, author_id, change_note, material, created_at, published_at)
SELECT d.id, v, w.title || CASE WHEN shown > 1 AND v = 1 THEN ', as first said' WHEN v > shown THEN ', not yet said' ELSE '' END,
  'Written in the first days.', E'Quillwork and \u6570\u636e, number ' || n || E'.\n\nA second\tparagraph \\ with everything.', 'en',
  '{data}', '{CN}', '{}', '2027-01-01',
  CASE w.kind
    WHEN 'GUIDANCE' THEN '{"appliesTo": [], "riskAreas": ["EXPORT_CONTROL"]}'
    WHEN 'CASE_STUDY' THEN '{"discipline": null, "technologyAreas": [], "collaborationType": "JOINT_PROJECT", "riskAreas": [], "decision": "DECLINED", "mitigations": [], "outcome": null, "lessons": null, "startedOn": null, "endedOn": null}'
    WHEN 'PARTNER_NOTE' THEN '{"findings": []}'
    ELSE '{"severity": "HIGH", "actions": [], "respondBy": null}' END::jsonb,
  CASE w.kind WHEN 'GUIDANCE' THEN '{EXPORT_CONTROL}' ELSE '{}' END::text[], '{}',
  CASE w.kind WHEN 'CASE_STUDY' THEN 'JOINT_PROJECT' END, CASE w.kind WHEN 'CASE_STUDY' THEN 'DECLINED' END,
  CASE w.kind WHEN 'ADVISORY' THEN 'HIGH' END, d.author_id, NULL, true, d.created_at,
  CASE WHEN v <= shown THEN d.published_at END
FROM written w JOIN documents d ON d.id = ('50000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, generate_series(1, latest) v;

-- The first version of what was widened had been for the institution only.
INSERT INTO retired_sharings (document_id, version_number, retired_at, level, tlp, attribution, minimum_role) VALUES
  ('50000000-0000-4000-8000-000000000015', 1, '2025-11-21 13:00:00+00', 'INSTITUTION', 'AMBER_STRICT', 'NAMED', 0);
INSERT INTO document_reviews (id, document_id, version_number, reviewer_id, decision, comment, created_at, level, tlp, attribution, minimum_role) VALUES
  ('60000000-0000-4000-8000-000000000001', '50000000-0000-4000-8000-000000000013', 1, '20000000-0000-4000-8000-000000000002', 'APPROVE', 'Fine.', '2025-11-21 13:00:00+00', 'COMMUNITY', 'GREEN', 'NAMED', 0);
INSERT INTO document_imports (institution_id, record_key, document_id, content_hash, imported_at) VALUES
  ('10000000-0000-4000-8000-000000000001', 'old-5', '50000000-0000-4000-8000-000000000005', 'abc', '2025-11-21 13:00:00+00');
INSERT INTO audit_events (at, user_id, institution_id, event, subject_type, subject_id, details)
SELECT created_at, author_id, institution_id, 'document.created', 'document', id, '{"kind": "GUIDANCE"}' FROM documents ORDER BY revision;
INSERT INTO search_indexes (engine, generation) VALUES ('embedded', 'of-then');
INSERT INTO search_outbox (document_id, revision, stale, enqueued_at, due_at)
SELECT id, revision, false, created_at, created_at FROM documents WHERE state = 'PUBLISHED' LIMIT 3;
DROP TABLE written;
