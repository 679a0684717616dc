import type { Pool } from 'pg';
import { ROLES } from '#kernel';
import { isBeingRevised, shownVersion, type World, type WorldDocument, type WorldSharing } from './world.ts';

type Row = Record<string, unknown>;

/** When everything in a world was made, published and withdrawn. */
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/**
 * Puts worlds into the database, row by row as they are, past every service: any state can be reached, and
 * nothing is queued for the search index. They all go in with one statement for each table.
 */
export async function insertWorlds(database: Pool, worlds: readonly World[]): Promise<void> {
  const rows = <T>(of: (world: World) => T[]): T[] => worlds.flatMap(of);
  await insert(database, 'institutions', rows(institutionRows));
  await insert(database, 'users', rows(userRows));
  await insert(database, 'memberships', rows(membershipRows));
  await insert(database, 'sharing_groups', rows(groupRows));
  await insert(database, 'sharing_group_members', rows(groupMemberRows));
  await insert(
    database,
    'documents',
    rows(({ documents }) => documents.map(documentRow)),
  );
  await insert(
    database,
    'document_versions',
    rows(({ documents }) => documents.flatMap(versionRows)),
  );
  await insert(
    database,
    'retired_sharings',
    rows(({ documents }) => documents.flatMap(retiredRows)),
  );
  await insert(database, 'access_grants', rows(grantRows));
  await database.query(
    `INSERT INTO search_outbox (generation, document_id, revision, stale, enqueued_at, due_at)
     SELECT i.generation, d.id, d.revision, false, d.created_at, d.created_at FROM documents d, search_indexes i
     ON CONFLICT DO NOTHING`,
  );
}

async function insert(database: Pool, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!).join(', ');
  await database.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

function institutionRows({ institutions }: World): Row[] {
  return institutions.map(({ id, kind, status }) => ({
    ...{ id, kind, status, slug: `slug-${id}`, name: `Institution ${id}`, country: 'GB' },
    ...{ ror_id: null, may_issue_advisories: false, created_at: LONG_AGO },
  }));
}

function userRows({ users }: World): Row[] {
  return users.map(({ id }) => ({
    ...{ id, email: `${id}@example.org`, name: `Person ${id}`, verified_at: LONG_AGO, created_at: LONG_AGO },
  }));
}

function membershipRows({ memberships }: World): Row[] {
  return memberships.map(
    ({ id, userId, institutionId, role, administrator, auditor, status, validUntil }) => ({
      ...{ id, user_id: userId, institution_id: institutionId, role, administrator, auditor, status },
      ...{ findable: false, valid_until: validUntil, created_at: LONG_AGO },
    }),
  );
}

function groupRows({ groups }: World): Row[] {
  return groups.map(({ id, ownerId, deleted }) => ({
    ...{
      id,
      name: `Group ${id}`,
      owner_id: ownerId,
      created_at: LONG_AGO,
      deleted_at: deleted ? LONG_AGO : null,
    },
  }));
}

function groupMemberRows({ groups }: World): Row[] {
  return groups.flatMap(({ id, accepted, invited }) => [
    ...accepted.map((institution) => ({ group_id: id, institution_id: institution, status: 'ACCEPTED' })),
    ...invited.map((institution) => ({ group_id: id, institution_id: institution, status: 'INVITED' })),
  ]);
}

function grantRows({ grants }: World): Row[] {
  return grants.map(({ documentId, institutionId, expiresAt }) => ({
    ...{
      document_id: documentId,
      institution_id: institutionId,
      granted_at: LONG_AGO,
      expires_at: expiresAt,
    },
  }));
}

function documentRow(document: WorldDocument): Row {
  const { state, workState } = document;
  const shown = shownVersion(document);
  return {
    ...{
      id: document.id,
      kind: document.kind,
      institution_id: document.ownerId,
      author_id: document.authorId,
    },
    ...{
      co_author_ids: document.coAuthorIds,
      reviewer_ids: document.reviewerIds,
      state,
      work_state: workState,
    },
    ...{ shown_version: shown, latest_version: isBeingRevised(document) ? shown + 1 : shown },
    ...{ created_at: LONG_AGO, published_at: wasPublished(document) ? LONG_AGO : null },
    ...{ updated_at: LONG_AGO, listed_at: LONG_AGO },
    withdrawn_at: state === 'WITHDRAWN' ? LONG_AGO : null,
    withdraw_reason: state === 'WITHDRAWN' ? 'Out of date.' : null,
    ...{ tombstoned: document.tombstoned, superseded_by_id: null, revision: 1 },
    discoverable: document.discoverable ?? false,
    stub_title: document.discoverable ? document.title : null,
    ...sharingColumns(document),
  };
}

function sharingColumns(sharing: WorldSharing): Row {
  return {
    ...{ level: sharing.level, tlp: sharing.tlp, attribution: sharing.attribution },
    minimum_role: ROLES.indexOf(sharing.minimumRole),
    audience_institution_ids: sharing.institutionIds,
    audience_group_ids: sharing.groupIds,
    audience_member_ids: sharing.memberIds,
    audience_kinds: sharing.kinds,
    excluded_institution_ids: sharing.excludedInstitutionIds,
    ...{ visible_from: sharing.visibleFrom, visible_until: sharing.visibleUntil },
  };
}

/** The former published versions, one that was passed over, the one that is shown, and the next one. */
function versionRows(document: WorldDocument): Row[] {
  const { id, title, topic, authorId, history } = document;
  const shown = shownVersion(document);
  const isPublished = (number: number): boolean =>
    number <= history.length || (number === shown && wasPublished(document));
  const count = isBeingRevised(document) ? shown + 1 : shown;
  return Array.from({ length: count }, (_, index) => ({
    ...{ document_id: id, number: index + 1, title, summary: 'A summary.', body: 'A body.', language: 'en' },
    ...{
      topics: [topic],
      countries: [],
      partner_ids: [],
      review_by: null,
      risk_areas: [],
      technology_areas: [],
    },
    ...{
      details: { appliesTo: [], riskAreas: [] },
      collaboration_type: null,
      decision: null,
      severity: null,
    },
    ...{ author_id: authorId, change_note: null, material: true, created_at: LONG_AGO },
    published_at: isPublished(index + 1) ? LONG_AGO : null,
  }));
}

function retiredRows({ id, history }: WorldDocument): Row[] {
  return history.map((sharing, index) => ({
    ...{ document_id: id, version_number: index + 1, retired_at: LONG_AGO },
    ...sharingColumns(sharing),
  }));
}

function wasPublished({ state }: WorldDocument): boolean {
  return state === 'PUBLISHED' || state === 'WITHDRAWN';
}
