import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** How often somebody wants mail; who has never said wants none. */
export type MailFrequency = 'IMMEDIATE' | 'DAILY' | 'WEEKLY' | 'OFF';

/** When somebody gets mail of what they were told. */
@Entity('mail_preferences')
@Index('mail_preferences_due', ['nextAt'], { where: `frequency <> 'OFF'` })
export class MailPreference {
  @PrimaryColumn('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('text')
  frequency!: MailFrequency;

  /** What somebody was told before they wanted mail is never mailed. */
  @Column('timestamptz')
  changedAt!: Date;

  /** Not before this moment; while a worker is sending, when another may take over from it. */
  @Column('timestamptz')
  nextAt!: Date;

  /** Failures since the last mail that went out. */
  @Column('int', { default: 0 })
  attempts!: number;

  @Column('text', { nullable: true })
  lastError!: string | null;
}
