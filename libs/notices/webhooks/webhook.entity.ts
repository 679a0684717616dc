import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { DocumentEvent } from '../notifications/notification.entity.ts';

/** An address of an institution's own systems that is told what its READERs may read. */
@Entity('webhooks')
@Index('webhooks_institution', ['institutionId'])
export class Webhook {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('Institution')
  institutionId!: string;

  @Column('text')
  url!: string;

  /** The key that deliveries are signed with. Signing needs the key itself, so a hash would not do. */
  @Column('text', { select: false })
  secret!: string;

  @Column('uuid')
  @ForeignKey('User')
  createdById!: string;

  @Column('timestamptz')
  createdAt!: Date;

  /** Attempts that have failed since the last that succeeded. */
  @Column('int', { default: 0 })
  failures!: number;

  @Column('text', { nullable: true })
  lastError!: string | null;

  @Column('timestamptz', { nullable: true })
  lastDeliveredAt!: Date | null;

  /** When it was given up, after too many failures. */
  @Column('timestamptz', { nullable: true })
  disabledAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;
}

/** Something that a webhook is told, or was told. Ids only, as in a notification. */
@Entity('webhook_deliveries')
@Unique('webhook_deliveries_once', ['webhookId', 'documentId', 'event', 'versionNumber'])
@Index('webhook_deliveries_due', ['dueAt'], { where: 'ended_at IS NULL' })
export class WebhookDelivery {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('Webhook')
  webhookId!: string;

  @Column('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @Column('text')
  event!: DocumentEvent;

  @Column('int')
  versionNumber!: number;

  @Column('timestamptz')
  createdAt!: Date;

  /** Not before this moment; while a worker is sending, when another may take over from it. */
  @Column('timestamptz')
  dueAt!: Date;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** DELIVERED, GIVEN_UP, or UNREADABLE for what the institution could no longer read; null before the end. */
  @Column('text', { nullable: true })
  outcome!: 'DELIVERED' | 'GIVEN_UP' | 'UNREADABLE' | null;
}
