import type { DocumentFacts, SharingFacts } from '#access';
import type { DocumentVersion } from './document-version.entity.ts';
import type { Document, SharingColumns } from './document.entity.ts';

/** The SQL expression of every fact, with documents as `d` and the version that it shows as `v`. */
export const FACT_COLUMNS: Readonly<Record<keyof DocumentFacts, string>> = {
  id: 'd.id',
  kind: 'd.kind',
  state: 'd.state',
  workState: 'd.work_state',
  ownerId: 'd.institution_id',
  authorId: 'd.author_id',
  coAuthorIds: 'd.co_author_ids',
  reviewerIds: 'd.reviewer_ids',
  tombstoned: 'd.tombstoned',
  discoverable: 'd.discoverable',
  ...sharingColumns('d'),
  topics: 'v.topics',
  countries: 'v.countries',
  partnerIds: 'v.partner_ids',
  riskAreas: 'v.risk_areas',
  technologyAreas: 'v.technology_areas',
  decision: 'v.decision',
  severity: 'v.severity',
  collaborationType: 'v.collaboration_type',
  publishedAt: 'd.published_at',
  reviewBy: `(v.review_by::timestamp AT TIME ZONE 'UTC')`,
};

/** The SQL expressions of the sharing facts in a table that has the columns of Sharing. */
export function sharingColumns(alias: string): Readonly<Record<keyof SharingFacts, string>> {
  return {
    level: `${alias}.level`,
    tlp: `${alias}.tlp`,
    attribution: `${alias}.attribution`,
    minimumRole: `${alias}.minimum_role`,
    institutionIds: `${alias}.audience_institution_ids`,
    groupIds: `${alias}.audience_group_ids`,
    memberIds: `${alias}.audience_member_ids`,
    kinds: `${alias}.audience_kinds`,
    excludedInstitutionIds: `${alias}.excluded_institution_ids`,
    visibleFrom: `${alias}.visible_from`,
    visibleUntil: `${alias}.visible_until`,
  };
}

/** All facts of one document as a JSON object, read back by `factsFromJson`. */
export const FACTS_JSON = `jsonb_build_object(${Object.entries(FACT_COLUMNS)
  .map(([name, column]) => `'${name}', ${column}`)
  .join(', ')})`;

const TIMES = ['visibleFrom', 'visibleUntil', 'publishedAt', 'reviewBy'] as const;

/** The facts from what `FACTS_JSON` selected. */
export function factsFromJson(json: Record<string, unknown>): DocumentFacts {
  const times = TIMES.map((name) => [name, json[name] === null ? null : new Date(json[name] as string)]);
  return { ...json, ...Object.fromEntries(times) } as DocumentFacts;
}

/** The facts of a document as it is about to be written. */
export function factsOf(document: Document, shown: DocumentVersion): DocumentFacts {
  return {
    id: document.id,
    kind: document.kind,
    state: document.state,
    workState: document.workState,
    ownerId: document.institutionId,
    authorId: document.authorId,
    coAuthorIds: document.coAuthorIds,
    reviewerIds: document.reviewerIds,
    tombstoned: document.tombstoned,
    discoverable: document.discoverable,
    ...sharingFacts(document.sharing),
    topics: shown.topics,
    countries: shown.countries,
    partnerIds: shown.partnerIds,
    riskAreas: shown.riskAreas,
    technologyAreas: shown.technologyAreas,
    decision: shown.decision,
    severity: shown.severity,
    collaborationType: shown.collaborationType,
    publishedAt: document.publishedAt,
    reviewBy: shown.reviewBy === null ? null : new Date(`${shown.reviewBy}T00:00:00Z`),
  };
}

/** The sharing as columns keep it, for the access rule. */
export function sharingFacts(columns: SharingColumns): SharingFacts {
  const { audienceInstitutionIds, audienceGroupIds, audienceMemberIds, audienceKinds, ...rest } = columns;
  return {
    ...rest,
    institutionIds: audienceInstitutionIds,
    groupIds: audienceGroupIds,
    memberIds: audienceMemberIds,
    kinds: audienceKinds,
  };
}

/** The sharing as columns keep it, from the access rule's facts. */
export function toSharingColumns(facts: SharingFacts): SharingColumns {
  const { institutionIds, groupIds, memberIds, kinds, excludedInstitutionIds, ...rest } = facts;
  return {
    ...rest,
    audienceInstitutionIds: [...institutionIds],
    audienceGroupIds: [...groupIds],
    audienceMemberIds: [...memberIds],
    audienceKinds: [...kinds],
    excludedInstitutionIds: [...excludedInstitutionIds],
  };
}
