import { AttachmentsModule } from '#attachments';
import { AuditModule } from '#audit';
import { Module } from '@nestjs/common';
import { BackupsService } from './backups.service.ts';
import { RestorationService } from './restoration.service.ts';

/** Everything into one file and back. For the commands only: no request leads here. */
@Module({
  imports: [AuditModule, AttachmentsModule],
  providers: [BackupsService, RestorationService],
  exports: [BackupsService, RestorationService],
})
export class BackupModule {}
