import type {
  Attribution,
  CollaborationType,
  Decision,
  DocumentKind,
  DocumentState,
  InstitutionKind,
  RiskArea,
  Severity,
  SharingLevel,
  TlpLabel,
} from '#kernel';

/** The facts of Sharing that decide who may read. All lists may be empty, none is ever null. */
export interface SharingFacts {
  level: SharingLevel;
  tlp: TlpLabel;
  attribution: Attribution;
  /** Rank of the least role that reads, see `rankOf`. */
  minimumRole: number;
  institutionIds: readonly string[];
  groupIds: readonly string[];
  /** Memberships listed by name. */
  memberIds: readonly string[];
  /** COMMUNITY only: the institution kinds admitted; empty admits all. */
  kinds: readonly InstitutionKind[];
  excludedInstitutionIds: readonly string[];
  /** Inclusive; null is "always has been". */
  visibleFrom: Date | null;
  /** Exclusive; null is "for good". */
  visibleUntil: Date | null;
}

/** What a reader's filter can ask of a published document beside its access facts. */
export interface ContentFacts {
  topics: readonly string[];
  countries: readonly string[];
  partnerIds: readonly string[];
  riskAreas: readonly RiskArea[];
  technologyAreas: readonly string[];
  decision: Decision | null;
  severity: Severity | null;
  collaborationType: CollaborationType | null;
  publishedAt: Date | null;
  /** Midnight UTC of the day by which the document should be reviewed. */
  reviewBy: Date | null;
}

/** Everything that a predicate may ask of a document. The same names in code, in SQL and in the index. */
export interface DocumentFacts extends SharingFacts, ContentFacts {
  id: string;
  kind: DocumentKind;
  state: DocumentState;
  /** State of the version being worked on; null when there is none. */
  workState: 'DRAFT' | 'IN_REVIEW' | 'APPROVED' | null;
  /** The institution the document belongs to. */
  ownerId: string;
  /** The user who wrote it; once the account is erased, a pseudonym. */
  authorId: string | null;
  /** Memberships of the owner who write with the author. */
  coAuthorIds: readonly string[];
  /** Users who have reviewed it, at any version. */
  reviewerIds: readonly string[];
  /** Whether it could be read by its audience at the moment it was withdrawn. */
  tombstoned: boolean;
  /** Whether those outside the audience see a stub of it. */
  discoverable: boolean;
}
