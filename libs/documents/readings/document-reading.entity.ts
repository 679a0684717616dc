import type { SharingLevel } from '#kernel';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How a document came before somebody. */
export type ReadingManner = 'OPENED' | 'EXPORTED';

/** That somebody opened or exported a version of a document on a day: whom a withdrawal concerns. */
@Entity('document_readings')
@Index('document_readings_user', ['userId'])
export class DocumentReading {
  @PrimaryColumn('uuid')
  documentId!: string;

  /** The institution whose member could read it; NO_INSTITUTION for somebody who is a member of none. */
  @PrimaryColumn('uuid')
  institutionId!: string;

  @PrimaryColumn('uuid')
  userId!: string;

  @PrimaryColumn('int')
  versionNumber!: number;

  /** In UTC. */
  @PrimaryColumn('date')
  day!: string;

  @PrimaryColumn('text')
  manner!: ReadingManner;

  /** How far it was shared then. Whoever reads what is public is not named to its owner. */
  @Column('text')
  level!: SharingLevel;
}
