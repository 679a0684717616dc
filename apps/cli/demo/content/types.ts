import type {
  Attribution,
  CollaborationType,
  Decision,
  DISCIPLINES,
  DocumentState,
  InstitutionKind,
  ResponseStatus,
  RiskArea,
  Role,
  Severity,
  SharingLevel,
  TECHNOLOGY_AREAS,
  TlpLabel,
} from '#kernel';

/** The shapes of the demonstration content. Slugs and keys stand for ids, which the seeding gives. */

export type TechnologyArea = (typeof TECHNOLOGY_AREAS)[number];
export type Discipline = (typeof DISCIPLINES)[number];

export interface DemoInstitution {
  slug: string;
  name: string;
  kind: InstitutionKind;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Always null: an invented institution has no entry in the registry. */
  rorId: null;
  mayIssueAdvisories: boolean;
}

export interface DemoMembership {
  institution: string;
  role: Role;
  administrator?: boolean;
  auditor?: boolean;
  findable?: boolean;
}

export interface DemoPerson {
  key: string;
  name: string;
  email: string;
  memberships: readonly DemoMembership[];
}

export interface DemoSharingGroup {
  key: string;
  name: string;
  owner: string;
  /** Institutions that have accepted, beside the owner. */
  members: readonly string[];
  /** Institutions that have not answered yet. */
  invited: readonly string[];
}

export interface DemoFinding {
  statement: string;
  sourceUrl?: string;
  sourceName: string;
  sourceDate?: string;
  reliability: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  credibility: 1 | 2 | 3 | 4 | 5 | 6;
}

export interface DemoGuidance {
  appliesTo: readonly CollaborationType[];
  riskAreas: readonly RiskArea[];
}

export interface DemoCaseStudy {
  discipline?: Discipline;
  technologyAreas: readonly TechnologyArea[];
  collaborationType: CollaborationType;
  riskAreas: readonly RiskArea[];
  decision: Decision;
  mitigations: readonly string[];
  outcome?: string;
  lessons?: string;
  startedOn?: string;
  endedOn?: string;
}

export interface DemoPartnerNote {
  assessedOn: string;
  findings: readonly DemoFinding[];
  riskAreas: readonly RiskArea[];
}

export interface DemoAdvisory {
  severity: Severity;
  actions: readonly string[];
  effectiveFrom?: string;
  expiresAt?: string;
  responseDue?: string;
}

/** Exactly one of the four. */
export type DemoDetails =
  | { guidance: DemoGuidance }
  | { caseStudy: DemoCaseStudy }
  | { partnerNote: DemoPartnerNote }
  | { advisory: DemoAdvisory };

export interface DemoSharing {
  level: SharingLevel;
  tlp?: TlpLabel;
  minimumRole?: Role;
  attribution?: Attribution;
  /** Slugs of institutions. */
  institutions?: readonly string[];
  /** Keys of sharing groups. */
  groups?: readonly string[];
  /** Keys of people; each has one membership only, so that the key says which is meant. */
  members?: readonly string[];
  kinds?: readonly InstitutionKind[];
  excludedInstitutions?: readonly string[];
  visibleFrom?: string;
  visibleUntil?: string;
}

/** What the second version says differently. */
export interface DemoRevision {
  title?: string;
  summary?: string;
  body?: string;
  changeNote: string;
}

export interface DemoDocument {
  key: string;
  /** Slug of the owner. */
  institution: string;
  author: string;
  coAuthors?: readonly string[];
  title: string;
  summary: string;
  /** Markdown. */
  body: string;
  /** ISO 639-1. */
  language: 'en' | 'de' | 'fr' | 'zh';
  topics: readonly string[];
  /** ISO 3166-1 alpha-2. */
  countries: readonly string[];
  reviewBy?: string;
  details: DemoDetails;
  sharing: DemoSharing;
  stage: DocumentState;
  reviewer?: string;
  publisher?: string;
  publishedAt?: string;
  revision?: DemoRevision;
  withdrawReason?: string;
  /** Key of the document that takes the place of a withdrawn one. */
  replacement?: string;
}

/** What one institution has answered to an advisory, step by step. */
export interface DemoAnswer {
  /** Key of the document. */
  advisory: string;
  institution: string;
  person: string;
  steps: readonly { status: ResponseStatus; at: string; note?: string }[];
}
