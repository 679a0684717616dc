import { ROLES } from '#kernel';
import type pg from 'pg';
import { readsVersions } from '../../world/naive-reference.ts';
import type { World, WorldDocument, WorldSharing } from '../../world/world.ts';
import { byWords } from '../by-words.ts';
import type { Scene } from '../changes/change.ts';
import type { Sight } from '../sight.ts';

interface StoredVersion {
  number: number;
  published: boolean;
  retired: WorldSharing | null;
}

/** A document as the database has it. `history` and `passedOver` are not used: `stored` says it in full. */
export interface StoredDocument extends WorldDocument {
  shown: number;
  latest: number;
  replacementId: string | null;
  /** Whether the search index has not confirmed its newest state. */
  isPending: boolean;
  stored: StoredVersion[];
}

export interface StoredWorld extends World {
  documents: StoredDocument[];
}

const SHARING = (table: string): string => `
  'level', ${table}.level, 'tlp', ${table}.tlp, 'attribution', ${table}.attribution,
  'minimumRole', ${table}.minimum_role, 'institutionIds', ${table}.audience_institution_ids,
  'groupIds', ${table}.audience_group_ids, 'memberIds', ${table}.audience_member_ids,
  'kinds', ${table}.audience_kinds, 'excludedInstitutionIds', ${table}.excluded_institution_ids,
  'visibleFrom', ${table}.visible_from, 'visibleUntil', ${table}.visible_until`;

const list = (rows: string, order: string): string =>
  `(SELECT coalesce(jsonb_agg(x.one ORDER BY x.${order}), '[]') FROM (${rows}) x)`;

/** Everything that decides who may read what, as plain rows in the order in which they came about. */
const EVERYTHING = `SELECT jsonb_build_object(
  'institutions', ${list(
    `SELECT id, jsonb_build_object('id', id, 'kind', kind, 'status', status) AS one FROM institutions`,
    'id',
  )},
  'users', ${list(`SELECT id, jsonb_build_object('id', id) AS one FROM users`, 'id')},
  'memberships', ${list(
    `SELECT id, jsonb_build_object('id', id, 'userId', user_id, 'institutionId', institution_id, 'role', role,
       'administrator', administrator, 'auditor', auditor, 'status', status, 'validUntil', valid_until) AS one
     FROM memberships`,
    'id',
  )},
  'groups', ${list(
    `SELECT id, jsonb_build_object('id', id, 'ownerId', owner_id, 'deleted', deleted_at IS NOT NULL,
       'accepted', ARRAY(SELECT institution_id FROM sharing_group_members WHERE group_id = g.id AND status = 'ACCEPTED'),
       'invited', ARRAY(SELECT institution_id FROM sharing_group_members WHERE group_id = g.id AND status = 'INVITED')
     ) AS one FROM sharing_groups g`,
    'id',
  )},
  'grants', ${list(
    `SELECT document_id, jsonb_build_object('documentId', document_id, 'institutionId', institution_id,
       'expiresAt', expires_at) AS one FROM access_grants`,
    'document_id',
  )},
  'documents', ${list(
    `SELECT revision, jsonb_build_object('id', id, 'kind', kind, 'ownerId', institution_id, 'authorId', author_id,
       'coAuthorIds', co_author_ids, 'reviewerIds', reviewer_ids, 'state', state, 'workState', work_state,
       'tombstoned', tombstoned, 'discoverable', discoverable, ${SHARING('d')},
       'shown', shown_version, 'latest', latest_version, 'replacementId', superseded_by_id,
       'isPending', EXISTS (SELECT 1 FROM search_outbox o WHERE o.document_id = d.id),
       'stored', (SELECT jsonb_agg(jsonb_build_object('number', v.number, 'published', v.published_at IS NOT NULL,
         'retired', CASE WHEN r.document_id IS NOT NULL THEN jsonb_build_object(${SHARING('r')}) END) ORDER BY v.number)
         FROM document_versions v
         LEFT JOIN retired_sharings r ON r.document_id = v.document_id AND r.version_number = v.number
         WHERE v.document_id = d.id)
     ) AS one FROM documents d`,
    'revision',
  )}) AS everything`;

/** The world as the database has it now. */
export async function readBack(pool: pg.Pool): Promise<StoredWorld> {
  const { rows } = await pool.query<{ everything: any }>(EVERYTHING);
  const { memberships, grants, documents, ...rest } = rows[0]!.everything;
  return {
    ...rest,
    memberships: memberships.map((own: any) => ({ ...own, validUntil: moment(own.validUntil) })),
    grants: grants.map((grant: any) => ({ ...grant, expiresAt: moment(grant.expiresAt) })),
    documents: documents.map((document: any) => ({
      ...document,
      ...sharing(document),
      ...{ title: '', topic: '', history: [], passedOver: false },
      stored: document.stored.map((version: any) => ({
        ...version,
        retired: version.retired && { ...version.retired, ...sharing(version.retired) },
      })),
    })),
  };
}

function sharing(stored: any): Partial<WorldSharing> {
  return {
    minimumRole: ROLES[stored.minimumRole as number]!,
    visibleFrom: moment(stored.visibleFrom),
    visibleUntil: moment(stored.visibleUntil),
  };
}

function moment(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** What someone may see of a stored document, by the words of the access model. */
export function expectedSight(scene: Scene, userId: string | null, document: StoredDocument): Sight {
  const sight = byWords(scene, userId, document);
  const asking = { ...scene, userId };
  const may = ({ number, published, retired }: StoredVersion): boolean => {
    if (number === document.shown) return true;
    if (number > document.shown && number === document.latest && sight.working) return true;
    // As the only one before the version that is shown.
    const alone = retired ? { history: [retired] } : { passedOver: !published };
    return readsVersions(asking, { ...document, ...alone }).includes(1);
  };
  const versions = sight.reads ? document.stored.filter(may).map(({ number }) => number) : [];
  return { ...sight, versions: versions.reverse() };
}
