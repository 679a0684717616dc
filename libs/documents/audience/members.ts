import type { MembershipFacts } from '#access';
import type { ReadDatabase } from '#database';
import type { InstitutionKind, InstitutionStatus, Role } from '#kernel';

/** An institution with all that the access rule asks about it. */
export interface AudienceInstitution {
  id: string;
  slug: string;
  name: string;
  kind: InstitutionKind;
  status: InstitutionStatus;
  groupIds: string[];
  /** As the schema shows it. */
  json: object;
}

/** A membership that counts, and whose it is. */
export interface AudienceMember {
  id: string;
  userId: string;
  institutionId: string;
  role: Role;
}

/** Everyone who could be in an audience: the active institutions, and the memberships that count now. */
export async function possibleAudience(
  database: ReadDatabase,
  institutionJson: string,
  now: Date,
): Promise<{ institutions: AudienceInstitution[]; members: AudienceMember[] }> {
  const [institutions, members] = await Promise.all([
    possibleInstitutions(database, institutionJson),
    database.rows<AudienceMember>(
      `SELECT m.id, m.user_id AS "userId", m.institution_id AS "institutionId", m.role
       FROM memberships m JOIN institutions i ON i.id = m.institution_id
       WHERE m.status = 'ACTIVE' AND i.status = 'ACTIVE' AND (m.valid_until IS NULL OR m.valid_until > $1)`,
      [now],
    ),
  ]);
  return { institutions, members };
}

/** The active institutions, by name. */
export async function possibleInstitutions(
  database: ReadDatabase,
  institutionJson: string,
): Promise<AudienceInstitution[]> {
  return database.rows<AudienceInstitution>(
    `SELECT i.id, i.slug, i.name, i.kind, i.status, ${institutionJson} AS json, ARRAY(
       SELECT g.id FROM sharing_groups g WHERE g.owner_id = i.id AND g.deleted_at IS NULL
       UNION SELECT g.id FROM sharing_group_members gm JOIN sharing_groups g ON g.id = gm.group_id
       WHERE gm.institution_id = i.id AND gm.status = 'ACCEPTED' AND g.deleted_at IS NULL) AS "groupIds"
     FROM institutions i WHERE i.status = 'ACTIVE' ORDER BY i.name, i.id`,
    [],
  );
}

/** For each document the institutions that have been granted access to it at this moment. */
export async function grantedInstitutions(
  database: ReadDatabase,
  documentIds: readonly string[],
  now: Date,
): Promise<Map<string, Set<string>>> {
  const rows = await database.rows<{ id: string; institutionIds: string[] }>(
    `SELECT g.document_id AS id, array_agg(g.institution_id) AS "institutionIds" FROM access_grants g
     WHERE g.document_id = ANY($1) AND g.expires_at > $2 GROUP BY g.document_id`,
    [documentIds, now],
  );
  return new Map(rows.map(({ id, institutionIds }) => [id, new Set(institutionIds)]));
}

/** The facts of a membership in an institution, for asking the rule about it. */
export function asMembership(institution: AudienceInstitution, id: string, role: Role): MembershipFacts {
  return {
    ...{ id, role, institutionId: institution.id, institutionSlug: institution.slug },
    ...{
      institutionKind: institution.kind,
      institutionStatus: institution.status,
      groupIds: institution.groupIds,
    },
    ...{
      grantedDocumentIds: [],
      mayIssueAdvisories: false,
      administrator: false,
      auditor: false,
      status: 'ACTIVE',
      validUntil: null,
    },
  };
}
