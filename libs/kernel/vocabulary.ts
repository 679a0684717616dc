/** The vocabularies of the contract. Each list is the one place where its words stand in code. */

export const INSTITUTION_KINDS = [
  'UNIVERSITY',
  'RESEARCH_INSTITUTE',
  'GOVERNMENT',
  'FUNDER',
  'SECTOR_BODY',
] as const;
export type InstitutionKind = (typeof INSTITUTION_KINDS)[number];

export const INSTITUTION_STATUSES = ['PENDING', 'ACTIVE', 'SUSPENDED'] as const;
export type InstitutionStatus = (typeof INSTITUTION_STATUSES)[number];

/** The ladder of content roles, lowest first. */
export const ROLES = ['READER', 'CONTRIBUTOR', 'REVIEWER', 'PUBLISHER'] as const;
export type Role = (typeof ROLES)[number];

export const MEMBERSHIP_STATUSES = ['INVITED', 'ACTIVE', 'REVOKED'] as const;
export type MembershipStatus = (typeof MEMBERSHIP_STATUSES)[number];

export const DOCUMENT_KINDS = ['GUIDANCE', 'CASE_STUDY', 'PARTNER_NOTE', 'ADVISORY'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const DOCUMENT_STATES = ['DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'WITHDRAWN'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** Sharing levels, narrowest first. */
export const SHARING_LEVELS = ['NAMED', 'INSTITUTION', 'GROUPS', 'COMMUNITY', 'PUBLIC'] as const;
export type SharingLevel = (typeof SHARING_LEVELS)[number];

/** TLP 2.0 labels (FIRST, https://www.first.org/tlp/), strictest first. */
export const TLP_LABELS = ['RED', 'AMBER_STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
export type TlpLabel = (typeof TLP_LABELS)[number];

export const ATTRIBUTIONS = ['NAMED', 'WITHHELD'] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];

export const DECISIONS = ['PROCEEDED', 'PROCEEDED_WITH_MITIGATIONS', 'DECLINED', 'PAUSED', 'ENDED'] as const;
export type Decision = (typeof DECISIONS)[number];

export const COLLABORATION_TYPES = [
  'JOINT_CENTRE',
  'JOINT_PROJECT',
  'FUNDED_RESEARCH',
  'STUDENT_OR_VISITOR',
  'DATA_SHARING',
  'EQUIPMENT_OR_MATERIALS',
  'CONSULTANCY',
  'TRANSNATIONAL_EDUCATION',
  'OTHER',
] as const;
export type CollaborationType = (typeof COLLABORATION_TYPES)[number];

export const RISK_AREAS = [
  'NATIONAL_SECURITY',
  'EXPORT_CONTROL',
  'INTELLECTUAL_PROPERTY',
  'ACADEMIC_FREEDOM',
  'RESEARCH_INTEGRITY',
  'DATA_PROTECTION',
  'REPUTATION',
  'DEPENDENCY',
  'STAFF_SAFETY',
  'ETHICS_AND_HUMAN_RIGHTS',
] as const;
export type RiskArea = (typeof RISK_AREAS)[number];

export const SEVERITIES = ['INFORMATION', 'CAUTION', 'WARNING', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an institution says about an advisory that asks it; PENDING says nothing yet. */
export const RESPONSE_STATUSES = ['PENDING', 'ACKNOWLEDGED', 'ASSESSING', 'DONE', 'NOT_APPLICABLE'] as const;
export type ResponseStatus = (typeof RESPONSE_STATUSES)[number];

export const REVIEW_DECISIONS = ['APPROVE', 'REQUEST_CHANGES'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** The sensitive areas of the economy of the National Security and Investment Act 2021 (United Kingdom). */
export const TECHNOLOGY_AREAS = [
  'Advanced Materials',
  'Advanced Robotics',
  'Artificial Intelligence',
  'Civil Nuclear',
  'Communications',
  'Computing Hardware',
  'Critical Suppliers to Government',
  'Cryptographic Authentication',
  'Data Infrastructure',
  'Defence',
  'Energy',
  'Military and Dual-Use',
  'Quantum Technologies',
  'Satellite and Space Technologies',
  'Suppliers to the Emergency Services',
  'Synthetic Biology',
  'Transport',
] as const;

/** Disciplines, as the RAND Europe study of UK–China joint research centres counts them. */
export const DISCIPLINES = [
  'Engineering',
  'Environment/Ecology',
  'Material Science',
  'Multidisciplinary',
  'Computer Science',
  'Clinical Medicine',
  'Agricultural Sciences',
  'Social Science, General',
  'Space Science',
  'Arts & Humanities',
  'Immunology',
  'Economics & Business',
  'Pharmacology & Toxicology',
  'Molecular Biology & Genetics',
  'Biology & Biochemistry',
  'Plant & Animal Science',
] as const;

/** Whether a joint centre works: what its source says, nothing that is worked out. */
export const JOINT_CENTRE_STATUSES = ['PLANNED', 'ACTIVE', 'CLOSED', 'UNKNOWN'] as const;
export type JointCentreStatus = (typeof JOINT_CENTRE_STATUSES)[number];

/** Whether a joint centre has a place of its own. */
export const JOINT_CENTRE_FORMS = ['PHYSICAL', 'VIRTUAL'] as const;
export type JointCentreForm = (typeof JOINT_CENTRE_FORMS)[number];

/** How that study groups disciplines. */
export const DISCIPLINE_GROUPS = ['STEM', 'NON_STEM', 'MULTIDISCIPLINARY'] as const;
export type DisciplineGroup = (typeof DISCIPLINE_GROUPS)[number];
