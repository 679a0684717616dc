import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** An event's place in its chain. Only ever added to. */
@Entity('audit_links')
@Unique(['eventId'])
export class AuditLink {
  /** The institution whose trail it is, or PLATFORM_CHAIN. */
  @PrimaryColumn('uuid')
  chain!: string;

  /** From 1, without gaps. */
  @PrimaryColumn('bigint')
  position!: string;

  @Column('bigint')
  eventId!: string;

  /** SHA-256 of the hash before it and the event. */
  @Column('bytea')
  hash!: Buffer;
}
