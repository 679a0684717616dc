import type {
  Attribution,
  DocumentKind,
  DocumentState,
  InstitutionKind,
  SharingLevel,
  TlpLabel,
} from '#kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The columns of Sharing; the same in documents and in retired sharings. See SharingFacts. */
export class SharingColumns {
  @Column('text')
  level!: SharingLevel;

  @Column('text')
  tlp!: TlpLabel;

  @Column('text')
  attribution!: Attribution;

  @Column('smallint')
  minimumRole!: number;

  @Column('uuid', { array: true, default: [] })
  audienceInstitutionIds!: string[];

  @Column('uuid', { array: true, default: [] })
  audienceGroupIds!: string[];

  @Column('uuid', { array: true, default: [] })
  audienceMemberIds!: string[];

  @Column('text', { array: true, default: [] })
  audienceKinds!: InstitutionKind[];

  @Column('uuid', { array: true, default: [] })
  excludedInstitutionIds!: string[];

  @Column('timestamptz', { nullable: true })
  visibleFrom!: Date | null;

  @Column('timestamptz', { nullable: true })
  visibleUntil!: Date | null;
}

export type WorkState = 'DRAFT' | 'IN_REVIEW' | 'APPROVED';

/**
 * The identity of one contribution: where it stands, who may read it, and which of its versions it shows.
 * What it says is in its versions.
 */
@Entity('documents')
@Index('documents_listed', ['listedAt', 'id'])
@Index('documents_listed_publicly', ['listedAt', 'id'], { where: `level = 'PUBLIC'` })
@Index('documents_institution', ['institutionId', 'listedAt', 'id'])
@Index('documents_advisories', ['id'], { where: `kind = 'ADVISORY'` })
@Check('documents_states_agree', `(state IN ('PUBLISHED', 'WITHDRAWN')) OR (work_state = state)`)
@Check('documents_public_is_named', `NOT (level = 'PUBLIC' AND attribution = 'WITHHELD')`)
export class Document {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: DocumentKind;

  /** The owner. */
  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('uuid', { nullable: true })
  @ForeignKey('User')
  authorId!: string | null;

  /** Memberships of the owner. */
  @Column('uuid', { array: true, default: [] })
  coAuthorIds!: string[];

  /** Users who have reviewed it. */
  @Column('uuid', { array: true, default: [] })
  reviewerIds!: string[];

  @Column('text')
  state!: DocumentState;

  /** State of the version being worked on; null when there is none. */
  @Column('text', { nullable: true })
  workState!: WorkState | null;

  /** Number of the version that the document shows: the published one, else the latest. */
  @Column('int')
  shownVersion!: number;

  @Column('int')
  latestVersion!: number;

  @Column(() => SharingColumns, { prefix: false })
  sharing!: SharingColumns;

  @Column('timestamptz')
  createdAt!: Date;

  /** When it was first published. */
  @Column('timestamptz', { nullable: true })
  publishedAt!: Date | null;

  /** When what it shows, or who may see it, last changed. Work on the next version does not show here. */
  @Column('timestamptz')
  updatedAt!: Date;

  /** First publication, before it the creation: the order of lists. */
  @Column('timestamptz')
  listedAt!: Date;

  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;

  @Column('text', { nullable: true })
  withdrawReason!: string | null;

  /** Whether its window was open when it was withdrawn: whether its audience gets a tombstone. */
  @Column('boolean', { default: false })
  tombstoned!: boolean;

  @Column('uuid', { nullable: true })
  @ForeignKey('Document')
  supersededById!: string | null;

  /** Whether those outside the audience see a stub of it, and may ask to read it. */
  @Column('boolean', { default: false })
  discoverable!: boolean;

  /** The title that the stub shows. */
  @Column('text', { nullable: true })
  stubTitle!: string | null;

  /** From one sequence for all documents; grows with every change that the search index must learn. */
  @Column('bigint')
  revision!: string;
}
