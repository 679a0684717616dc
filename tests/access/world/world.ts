import type {
  Attribution,
  DocumentKind,
  DocumentState,
  InstitutionKind,
  InstitutionStatus,
  MembershipStatus,
  Role,
  SharingLevel,
  TlpLabel,
} from '#kernel';

/**
 * A small world of institutions, people, groups and documents, as plain data. Everything is referred to by
 * its id; `withRealIds` gives such a world ids that a database takes.
 */
export interface World {
  institutions: WorldInstitution[];
  users: WorldUser[];
  memberships: WorldMembership[];
  groups: WorldGroup[];
  documents: WorldDocument[];
  grants: WorldGrant[];
}

export interface WorldInstitution {
  id: string;
  kind: InstitutionKind;
  status: InstitutionStatus;
}

export interface WorldUser {
  id: string;
}

export interface WorldMembership {
  id: string;
  userId: string;
  institutionId: string;
  role: Role;
  administrator: boolean;
  auditor: boolean;
  status: MembershipStatus;
  validUntil: Date | null;
}

export interface WorldGroup {
  id: string;
  ownerId: string;
  accepted: string[];
  invited: string[];
  deleted: boolean;
}

/** Access that an institution has been granted beyond a document's sharing, for a time. */
export interface WorldGrant {
  documentId: string;
  institutionId: string;
  /** Exclusive. */
  expiresAt: Date;
}

/** Who may read a document. */
export interface WorldSharing {
  level: SharingLevel;
  tlp: TlpLabel;
  attribution: Attribution;
  minimumRole: Role;
  institutionIds: string[];
  groupIds: string[];
  /** Memberships. */
  memberIds: string[];
  kinds: InstitutionKind[];
  excludedInstitutionIds: string[];
  visibleFrom: Date | null;
  visibleUntil: Date | null;
}

export interface WorldDocument extends WorldSharing {
  id: string;
  kind: DocumentKind;
  title: string;
  topic: string;
  ownerId: string;
  authorId: string | null;
  /** Memberships. */
  coAuthorIds: string[];
  /** Users. */
  reviewerIds: string[];
  state: DocumentState;
  workState: 'DRAFT' | 'IN_REVIEW' | 'APPROVED' | null;
  /** Whether its window was open when it was withdrawn. */
  tombstoned: boolean;
  /** Whether those outside its audience may learn that it exists; left out, they may not. */
  discoverable?: boolean;
  /** Its former published versions: under which sharing each was replaced. Their numbers count from 1. */
  history: WorldSharing[];
  /** Whether a version that was never published stands between them and the one that it shows. */
  passedOver: boolean;
}

/** Number of the version that the document shows. */
export function shownVersion({ history, passedOver }: WorldDocument): number {
  return history.length + (passedOver ? 1 : 0) + 1;
}

/** Whether there is a next version, not published yet, of something that is. */
export function isBeingRevised({ state, workState }: WorldDocument): boolean {
  return state === 'PUBLISHED' && workState !== null;
}
