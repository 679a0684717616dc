import type { UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { Clock, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MailPreference, type MailFrequency } from './mail-preference.entity.ts';
import { nextMail } from './mail-times.ts';
import { Mailer } from './mailer.ts';

/** NotificationSettings of the schema. */
export interface NotificationSettingsRow {
  email: MailFrequency;
  emailAvailable: boolean;
  emailFailing: boolean;
}

/** What each person wants mailed. */
@Injectable()
export class MailPreferencesService {
  private readonly source: DataSource;
  private readonly mailer: Mailer;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, mailer: Mailer, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.mailer = mailer;
    this.clock = clock;
    this.trail = trail;
  }

  async of({ userId }: UserPrincipal): Promise<NotificationSettingsRow> {
    const known = await this.source.manager.findOneBy(MailPreference, { userId });
    return {
      email: known?.frequency ?? 'OFF',
      emailAvailable: this.mailer.isOn,
      emailFailing: typeof known?.lastError === 'string',
    };
  }

  /** Throws STATE for anything but OFF where no mail is sent. */
  async change({ userId }: UserPrincipal, frequency: MailFrequency): Promise<void> {
    if (frequency !== 'OFF' && !this.mailer.isOn) {
      throw Refusal.of('STATE', 'This server sends no mail.', ['email']);
    }
    await this.source.transaction(async (manager) => {
      const changedAt = this.clock.now();
      const known = await manager.findOneBy(MailPreference, { userId });
      if ((known?.frequency ?? 'OFF') === frequency) return;
      const nextAt = nextMail(frequency, changedAt);
      await manager.upsert(
        MailPreference,
        { userId, frequency, changedAt, nextAt, attempts: 0, lastError: null },
        ['userId'],
      );
      await this.trail.record(manager, {
        ...{ userId, institutionId: null, event: 'notification_settings.changed' },
        ...{ subjectType: 'user', subjectId: userId, details: { email: frequency } },
      });
    });
  }
}
