export { BackupModule } from './backup.module.ts';
export { BackupsService } from './backups.service.ts';
export { checkBackup, RestorationService } from './restoration.service.ts';
