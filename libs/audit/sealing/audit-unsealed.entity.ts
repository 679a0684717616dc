import { Entity, PrimaryColumn } from 'typeorm';

/** An event that has no place in its chain yet. A trigger on `audit_events` puts it here. */
@Entity('audit_unsealed')
export class AuditUnsealed {
  @PrimaryColumn('bigint')
  eventId!: string;
}
