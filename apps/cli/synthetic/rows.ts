/** Rows as the tables have them: the names are those of the columns. */
import type {
  Attribution,
  CollaborationType,
  Decision,
  DocumentKind,
  DocumentState,
  InstitutionKind,
  ReviewDecision,
  RiskArea,
  Role,
  Severity,
  SharingLevel,
  TlpLabel,
} from '#kernel';

export interface InstitutionRow {
  id: string;
  slug: string;
  name: string;
  kind: InstitutionKind;
  status: 'ACTIVE';
  country: string;
  may_issue_advisories: boolean;
  created_at: Date;
}

export interface UserRow {
  id: string;
  email: string;
  name: string;
  verified_at: Date;
  created_at: Date;
}

export interface MembershipRow {
  id: string;
  user_id: string;
  institution_id: string;
  role: Role;
  administrator: boolean;
  auditor: boolean;
  status: 'ACTIVE';
  findable: boolean;
  created_at: Date;
}

export interface SharingGroupRow {
  id: string;
  name: string;
  owner_id: string;
  created_at: Date;
}

export interface SharingGroupMemberRow {
  group_id: string;
  institution_id: string;
  status: 'ACCEPTED';
}

/** The columns of Sharing, in every table that has them. */
export interface SharingRow {
  level: SharingLevel;
  tlp: TlpLabel;
  attribution: Attribution;
  minimum_role: number;
  audience_institution_ids: readonly string[];
  audience_group_ids: readonly string[];
  audience_member_ids: readonly string[];
  audience_kinds: readonly InstitutionKind[];
  excluded_institution_ids: readonly string[];
  visible_from: Date | null;
  visible_until: Date | null;
}

/** All but the revision, which comes from the database's own sequence. */
export interface DocumentRow extends SharingRow {
  id: string;
  kind: DocumentKind;
  institution_id: string;
  author_id: string;
  co_author_ids: readonly string[];
  reviewer_ids: readonly string[];
  state: DocumentState;
  work_state: 'DRAFT' | 'IN_REVIEW' | 'APPROVED' | null;
  shown_version: number;
  latest_version: number;
  created_at: Date;
  published_at: Date | null;
  updated_at: Date;
  listed_at: Date;
  withdrawn_at: Date | null;
  withdraw_reason: string | null;
  tombstoned: boolean;
  discoverable: boolean;
  stub_title: string | null;
}

export interface VersionRow {
  document_id: string;
  number: number;
  title: string;
  summary: string;
  body: string;
  language: string;
  topics: readonly string[];
  countries: readonly string[];
  review_by: string | null;
  details: object;
  risk_areas: readonly RiskArea[];
  technology_areas: readonly string[];
  collaboration_type: CollaborationType | null;
  decision: Decision | null;
  severity: Severity | null;
  author_id: string;
  change_note: string | null;
  material: boolean;
  created_at: Date;
  published_at: Date | null;
}

export interface ReviewRow extends SharingRow {
  id: string;
  document_id: string;
  version_number: number;
  reviewer_id: string;
  decision: ReviewDecision;
  comment: string | null;
  created_at: Date;
}

export interface RetiredSharingRow extends SharingRow {
  document_id: string;
  version_number: number;
  retired_at: Date;
}

/** Everything that is written for one document. */
export interface DocumentRows {
  document: DocumentRow;
  versions: readonly VersionRow[];
  reviews: readonly ReviewRow[];
  retired: readonly RetiredSharingRow[];
}
