import type { CollaborationType, Decision, RiskArea, Severity } from '#kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { SharingColumns } from './document.entity.ts';

/** Immutable content of a document at one moment. Only its publication is noted later. */
@Entity('document_versions')
@Index('document_versions_partners', { synchronize: false })
export class DocumentVersion {
  @PrimaryColumn('uuid')
  @ForeignKey('Document')
  documentId!: string;

  /** Counts from 1 within the document. */
  @PrimaryColumn('int')
  number!: number;

  @Column('text')
  title!: string;

  @Column('text')
  summary!: string;

  /** Markdown. */
  @Column('text')
  body!: string;

  /** BCP 47. */
  @Column('text')
  language!: string;

  @Column('text', { array: true, default: [] })
  topics!: string[];

  /** ISO 3166-1 alpha-2. */
  @Column('text', { array: true, default: [] })
  countries!: string[];

  @Column('uuid', { array: true, default: [] })
  partnerIds!: string[];

  @Column('date', { nullable: true })
  reviewBy!: string | null;

  /** What is particular to the kind, in the shape of the contract's input for that kind. */
  @Column('jsonb')
  details!: object;

  /** These five repeat what details say, where filters and facets find it. */
  @Column('text', { array: true, default: [] })
  riskAreas!: RiskArea[];

  @Column('text', { array: true, default: [] })
  technologyAreas!: string[];

  @Column('text', { nullable: true })
  collaborationType!: CollaborationType | null;

  @Column('text', { nullable: true })
  decision!: Decision | null;

  @Column('text', { nullable: true })
  severity!: Severity | null;

  /** Who made this version. */
  @Column('uuid', { nullable: true })
  @ForeignKey('User')
  authorId!: string | null;

  @Column('text', { nullable: true })
  changeNote!: string | null;

  /** Whether readers are asked again, or it is a correction that changes no meaning. */
  @Column('boolean', { default: true })
  material!: boolean;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  publishedAt!: Date | null;
}

/**
 * The sharing that was in force when a version stopped being the published one. Today's readers see such a
 * version only if they satisfy this as well, so that widening never opens history.
 */
@Entity('retired_sharings')
export class RetiredSharing {
  @PrimaryColumn('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @PrimaryColumn('int')
  versionNumber!: number;

  @Column(() => SharingColumns, { prefix: false })
  sharing!: SharingColumns;

  @Column('timestamptz')
  retiredAt!: Date;
}
